-- The search in transcripts.

-- People often omit accents when they search.
create or replace function skale_calls.fold_accents(said text)
returns text
language sql
immutable
as $$
  select pg_catalog.translate(
    pg_catalog.lower(said), 'áàâãäéèêëíìîïóòôõöúùûüñç', 'aaaaaeeeeiiiiooooouuuunc'
  )
$$;

/*
 * The words of a transcript for the search: with the stems of Spanish and English, and without accents. A text with more words
 * than Postgres accepts has none, so that it can still be stored.
 */
create or replace function skale_calls.transcript_words(said text)
returns tsvector
language plpgsql
immutable
set search_path = ''
as $$
begin
  return to_tsvector('pg_catalog.spanish', said)
    || to_tsvector('pg_catalog.english', said)
    || to_tsvector('pg_catalog.spanish', skale_calls.fold_accents(said));
exception when program_limit_exceeded then
  return '';
end
$$;

-- The query for what a person types, as in web searches: words, "phrases", or, -without.
create or replace function skale_calls.transcript_query(typed text)
returns tsquery
language sql
immutable
set search_path = ''
as $$
  select websearch_to_tsquery('pg_catalog.spanish', typed)
    || websearch_to_tsquery('pg_catalog.english', typed)
    || websearch_to_tsquery('pg_catalog.spanish', skale_calls.fold_accents(typed))
$$;

-- The searches in transcripts and numbers.

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

-- Every four digits in a row of a number: a search for a part of a number finds it by its own. `long` stands for the texts that
-- are no number, because they have more characters than any.
create or replace function skale_calls.number_parts(phone text)
returns text[]
language sql
immutable
as $$
  select case
    when pg_catalog.length(phone) > 16 then array['long']
    else pg_catalog.array_remove(array[
      case when pg_catalog.length(phone) > 3 then pg_catalog.substr(phone, 1, 4) end,
      case when pg_catalog.length(phone) > 4 then pg_catalog.substr(phone, 2, 4) end,
      case when pg_catalog.length(phone) > 5 then pg_catalog.substr(phone, 3, 4) end,
      case when pg_catalog.length(phone) > 6 then pg_catalog.substr(phone, 4, 4) end,
      case when pg_catalog.length(phone) > 7 then pg_catalog.substr(phone, 5, 4) end,
      case when pg_catalog.length(phone) > 8 then pg_catalog.substr(phone, 6, 4) end,
      case when pg_catalog.length(phone) > 9 then pg_catalog.substr(phone, 7, 4) end,
      case when pg_catalog.length(phone) > 10 then pg_catalog.substr(phone, 8, 4) end,
      case when pg_catalog.length(phone) > 11 then pg_catalog.substr(phone, 9, 4) end,
      case when pg_catalog.length(phone) > 12 then pg_catalog.substr(phone, 10, 4) end,
      case when pg_catalog.length(phone) > 13 then pg_catalog.substr(phone, 11, 4) end,
      case when pg_catalog.length(phone) > 14 then pg_catalog.substr(phone, 12, 4) end,
      case when pg_catalog.length(phone) > 15 then pg_catalog.substr(phone, 13, 4) end
    ], null)
  end
$$;

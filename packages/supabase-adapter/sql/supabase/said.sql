/*
 * The calls that the agent sees and in whose transcripts the words were said. It reads the index with the owner's privileges,
 * because under row-level security Postgres does not use an index for this operator; so it has the rule of the policy of
 * whatsapp_calls itself.
 */
create or replace function public.whatsapp_calls_said(p_text text)
returns setof public.whatsapp_calls
language sql
stable
security definer
set search_path = ''
as $$
  select c.*
  from public.whatsapp_calls c
  where c.transcript is not null
    and skale_calls.transcript_words(c.transcript) @@ skale_calls.transcript_query(p_text)
    and case
      when c.branch_id is null then (select skale_calls.sees_unassigned())
      else c.branch_id = any ((select skale_calls.seen_branches())::uuid[])
    end
$$;

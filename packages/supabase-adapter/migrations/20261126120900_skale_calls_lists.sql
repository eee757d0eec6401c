-- The indexes of the lists: each begins with the branch or the agent, so that an agent's list reads no calls of other branches.

-- The guide's indexes that other ones begin with: without them every change of a call is cheaper.
drop index if exists public.idx_whatsapp_calls_status, public.idx_whatsapp_calls_branch_id, public.idx_whatsapp_calls_user_id;

-- The branches in which an agent has calls.
create index if not exists idx_whatsapp_calls_user_branch on public.whatsapp_calls (user_id, branch_id);

drop index if exists public.idx_whatsapp_calls_cta_payload, public.idx_whatsapp_calls_deeplink_payload;
create index if not exists idx_whatsapp_calls_branch_cta_payload
  on public.whatsapp_calls (branch_id, created_at desc, id desc) where cta_payload is not null;
create index if not exists idx_whatsapp_calls_branch_deeplink_payload
  on public.whatsapp_calls (branch_id, created_at desc, id desc) where deeplink_payload is not null;

-- How frequent the words of transcripts are: Postgres does not take this from a partial index.
create statistics if not exists public.whatsapp_calls_words
  on (skale_calls.transcript_words(transcript)) from public.whatsapp_calls;

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
create index if not exists idx_whatsapp_calls_number_parts
  on public.whatsapp_calls using gin (skale_calls.number_parts(contact_phone));

-- The search for a part of a name. Without the extension pg_trgm, a search that finds little reads every call.
do $$
declare
  home text;
begin
  if not exists (select from pg_catalog.pg_available_extensions where name = 'pg_trgm') then
    raise notice 'The extension pg_trgm is not available: the search for names reads every call.';
    return;
  end if;
  -- The schema of a Supabase project's extensions.
  create schema if not exists extensions;
  create extension if not exists pg_trgm with schema extensions;
  select n.nspname into home
  from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_trgm';
  execute pg_catalog.format(
    'create index if not exists idx_whatsapp_calls_contact_name
      on public.whatsapp_calls using gin (contact_name %I.gin_trgm_ops)',
    home
  );
exception when insufficient_privilege then
  raise notice 'The extension pg_trgm may not be created by this role. Create it, and run this migration again: until then the search for names reads every call.';
end
$$;

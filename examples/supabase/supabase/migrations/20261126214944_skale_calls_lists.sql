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

-- The search for a part of a name or a number. Without the extension pg_trgm, a search that finds little reads every call.
do $$
declare
  home text;
begin
  if not exists (select from pg_catalog.pg_available_extensions where name = 'pg_trgm') then
    raise notice 'The extension pg_trgm is not available: the search for names and numbers reads every call.';
    return;
  end if;
  -- The schema of a Supabase project's extensions.
  create schema if not exists extensions;
  create extension if not exists pg_trgm with schema extensions;
  select n.nspname into home
  from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pg_trgm';
  execute pg_catalog.format(
    'create index if not exists idx_whatsapp_calls_contact_parts
      on public.whatsapp_calls using gin (contact_name %1$I.gin_trgm_ops, contact_phone %1$I.gin_trgm_ops)',
    home
  );
exception when insufficient_privilege then
  raise notice 'The extension pg_trgm may not be created by this role. Create it, and run this migration again: until then the search for names and numbers reads every call.';
end
$$;

-- Minimal tables of an organisation, for a project that lacks them: branches, users (the agents), WhatsApp inboxes and leads.
-- This file is yours: it is copied once, on request. An existing table only gets its missing columns, and a view is not
-- changed. Agents may read their own user and the rows of their own branch, and may write none of them. Add your own policies
-- for more rights.

do $$
declare
  branches constant regclass := to_regclass('public.branches');
  users constant regclass := to_regclass('public.users');
  wanted record;
begin
  -- If branches or users have another form, no table can reference them. The preflight then says what does not fit.
  if exists (
    select from pg_catalog.pg_attribute a
    where a.attrelid in (branches, users) and a.attname = 'id' and a.atttypid <> 'uuid'::regtype
  ) or (branches is not null and not exists (
    select from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a
      on a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'id'
    where i.indrelid = branches and i.indisunique and i.indnkeyatts = 1 and i.indpred is null
  )) or exists (
    select from pg_catalog.pg_class c
    where c.oid = users and c.relkind not in ('r', 'p') and not exists (
      select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'branch_id'
    )
  ) then
    return;
  end if;

  if branches is null then
    create table public.branches (
      id uuid primary key default gen_random_uuid(),
      name text
    );
    alter table public.branches enable row level security;
    revoke all on public.branches from public, anon, authenticated;
    grant select on public.branches to authenticated;
    grant all on public.branches to service_role;
  end if;

  if users is null then
    create table public.users (
      id uuid primary key references auth.users (id) on delete cascade,
      branch_id uuid references public.branches (id),
      full_name text
    );
    alter table public.users enable row level security;
    revoke all on public.users from public, anon, authenticated;
    grant select on public.users to authenticated;
    grant all on public.users to service_role;
    create policy "Agents read their own user" on public.users
      for select to authenticated using (id = (select auth.uid()));
  elsif (select c.relkind in ('r', 'p') from pg_catalog.pg_class c where c.oid = users) then
    alter table public.users
      add column if not exists branch_id uuid references public.branches (id),
      add column if not exists full_name text;
  end if;

  if to_regclass('public.whatsapp_inboxes') is null then
    create table public.whatsapp_inboxes (
      id uuid primary key default gen_random_uuid(),
      branch_id uuid references public.branches (id),
      name text,
      phone_number text,
      provider_phone_id text,
      provider text
    );
    alter table public.whatsapp_inboxes enable row level security;
    revoke all on public.whatsapp_inboxes from public, anon, authenticated;
    grant select on public.whatsapp_inboxes to authenticated;
    grant all on public.whatsapp_inboxes to service_role;
    create policy "Agents read the inboxes of their branch" on public.whatsapp_inboxes
      for select to authenticated using (
        branch_id = (select u.branch_id from public.users u where u.id = (select auth.uid()))
      );
  end if;

  if to_regclass('public.leads') is null then
    create table public.leads (
      id uuid primary key default gen_random_uuid(),
      branch_id uuid references public.branches (id),
      full_name text,
      phone text
    );
    create index idx_leads_branch_id on public.leads (branch_id);
    alter table public.leads enable row level security;
    revoke all on public.leads from public, anon, authenticated;
    grant select on public.leads to authenticated;
    grant all on public.leads to service_role;
    create policy "Agents read the leads of their branch" on public.leads
      for select to authenticated using (
        branch_id = (select u.branch_id from public.users u where u.id = (select auth.uid()))
      );
  end if;

  for wanted in
    select w.* from (values
      ('branches', 'name', 'text'),
      ('whatsapp_inboxes', 'branch_id', 'uuid references public.branches (id)'),
      ('whatsapp_inboxes', 'name', 'text'),
      ('whatsapp_inboxes', 'phone_number', 'text'),
      ('whatsapp_inboxes', 'provider_phone_id', 'text'),
      ('whatsapp_inboxes', 'provider', 'text'),
      ('leads', 'branch_id', 'uuid references public.branches (id)'),
      ('leads', 'full_name', 'text'),
      ('leads', 'phone', 'text')
    ) as w (table_name, column_name, definition)
    join pg_catalog.pg_class c
      on c.oid = to_regclass('public.' || w.table_name) and c.relkind in ('r', 'p')
  loop
    execute pg_catalog.format(
      'alter table public.%I add column if not exists %I %s',
      wanted.table_name, wanted.column_name, wanted.definition
    );
  end loop;

  if branches is null then
    create policy "Agents read their own branch" on public.branches
      for select to authenticated using (
        id = (select u.branch_id from public.users u where u.id = (select auth.uid()))
      );
  end if;
end
$$;

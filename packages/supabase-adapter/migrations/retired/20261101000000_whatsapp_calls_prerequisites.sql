-- Minimal tables of the host application, for whoever has none: branches, users (the agents),
-- WhatsApp inboxes and leads. A table that exists is left as it is. An agent reads the own user and
-- what belongs to the own branch, and writes none of it: a host that wants more says so in its own policies.

create schema if not exists skale_calls;

do $$
declare
  new_branches boolean := to_regclass('public.branches') is null;
begin
  if new_branches then
    create table public.branches (
      id uuid primary key default gen_random_uuid(),
      name text
    );
    alter table public.branches enable row level security;
    revoke all on public.branches from public, anon, authenticated;
    grant select on public.branches to authenticated;
    grant all on public.branches to service_role;
  end if;

  if to_regclass('public.users') is null then
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
  end if;
  alter table public.users add column if not exists branch_id uuid references public.branches (id);

  if new_branches then
    create policy "Agents read their own branch" on public.branches
      for select to authenticated using (
        id = (select u.branch_id from public.users u where u.id = (select auth.uid()))
      );
  end if;

  if to_regclass('public.whatsapp_inboxes') is null then
    create table public.whatsapp_inboxes (
      id uuid primary key default gen_random_uuid(),
      branch_id uuid references public.branches (id),
      name text,
      phone_number text,
      provider_phone_id text
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
end
$$;

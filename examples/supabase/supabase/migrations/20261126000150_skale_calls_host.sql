/*
 * The functions that describe your organisation to SKALE Calls. This file is yours: it is copied once, never compared and
 * never overwritten. By default it uses the tables `branches`, `users`, `whatsapp_inboxes` and `leads`. Change the bodies
 * if your tables differ, and keep names, arguments and results. To change a function later, write a migration of your own
 * with `create or replace function`.
 *
 * - Nothing else in SKALE Calls names your tables: policies and functions call these functions.
 * - Write every name with its schema (`public.users`), because the functions run with an empty search_path.
 * - The functions need no grants and no `security definer`, because every function that calls them runs with the owner's
 *   privileges.
 * - Keep the functions `language sql stable`, without `set` and `security definer`. Postgres then inlines `inboxes()`, which
 *   every webhook calls, into the calling queries, so that these queries can use your indexes.
 * - The ids of agents are those of `auth.users`.
 *
 * The preflight at the end reports everything that does not fit. The whole file is then rolled back: change the file and apply
 * it again.
 */

create schema if not exists skale_calls;

set check_function_bodies = off;

-- The branch to which an agent's own calls belong; null if there is none.
create or replace function skale_calls.home_branch(agent uuid)
returns uuid
language sql
stable
as $$
  select u.branch_id from public.users u where u.id = home_branch.agent
$$;

-- Whether an agent sees the calls of a branch. A null branch means the calls that have no branch yet. False for users who are
-- not agents. An agent always sees the home branch.
create or replace function skale_calls.can_see(agent uuid, branch uuid)
returns boolean
language sql
stable
as $$
  select exists (
    select from public.users u
    where u.id = can_see.agent and (can_see.branch is null or u.branch_id = can_see.branch)
  )
$$;

-- Every branch. Policies call can_see for each of them once per statement, not once per row.
create or replace function skale_calls.branches()
returns setof uuid
language sql
stable
as $$
  select b.id from public.branches b
$$;

-- The WhatsApp numbers, each with its branch.
create or replace function skale_calls.inboxes()
returns table (id uuid, branch_id uuid, name text, phone_number text, provider_phone_id text)
language sql
stable
as $$
  select i.id, i.branch_id, i.name, i.phone_number, i.provider_phone_id
  from public.whatsapp_inboxes i
$$;

-- The provider of an inbox: `ycloud`, `meta` or `twilio`. Null: the standard provider of the deployment. By default it is the
-- column `provider` of the inbox, if your table has one.
create or replace function skale_calls.inbox_provider(inbox uuid)
returns text
language sql
stable
as $$
  select pg_catalog.to_jsonb(i) ->> 'provider'
  from public.whatsapp_inboxes i
  where i.id = inbox_provider.inbox
$$;

-- A lead's branch, which may be null; no row if the lead does not exist.
create or replace function skale_calls.lead_branch(lead uuid)
returns table (branch_id uuid)
language sql
stable
as $$
  select l.branch_id from public.leads l where l.id = lead_branch.lead
$$;

-- The agents, with the names that their colleagues see.
create or replace function skale_calls.agents()
returns table (id uuid, name text)
language sql
stable
as $$
  select u.id, u.full_name from public.users u
$$;

-- The foreign keys of the tables of calls: a column, and the table whose `id` it references. Omit a row if the table does not
-- exist or is a view.
create or replace function skale_calls.host_references()
returns table (column_name text, referenced text)
language sql
stable
as $$
  values
    ('branch_id', 'public.branches'),
    ('inbox_id', 'public.whatsapp_inboxes'),
    ('lead_id', 'public.leads')
$$;

reset check_function_bodies;

select skale_calls.preflight();

/*
 * Your organisation, as SKALE Calls asks for it. This file is yours: it is copied once, never compared and never
 * overwritten. As it is it fits the tables `branches`, `users`, `whatsapp_inboxes` and `leads`; change the bodies
 * where yours differ, and keep names, arguments and results. To change it later, write a migration of your own with
 * `create or replace function`.
 *
 * - Nothing else of SKALE Calls names your tables: policies and functions ask these.
 * - Write every name with its schema (`public.users`): they run with an empty search_path.
 * - They need no grants and no `security definer`: only functions that run as their owner ask them.
 * - Keep them `language sql stable`, without `set` and `security definer`: Postgres then puts `inboxes()`, which every
 *   webhook asks, straight into its queries, so that your indexes serve.
 * - An agent is who signs in: ids of agents are those of `auth.users`.
 *
 * At its end the preflight says what does not fit, and then nothing of the file stays: change it and apply it again.
 */

create schema if not exists skale_calls;

set check_function_bodies = off;

-- The branch to which an agent's own calls belong; null: none.
create or replace function skale_calls.home_branch(agent uuid)
returns uuid
language sql
stable
as $$
  select u.branch_id from public.users u where u.id = home_branch.agent
$$;

-- Whether an agent sees the calls of a branch; of branch null: those that belong to no branch yet. False of
-- everybody who is no agent. An agent sees the own home branch at least.
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

-- Every branch there is. Policies ask can_see of each once a statement, not once a row.
create or replace function skale_calls.branches()
returns setof uuid
language sql
stable
as $$
  select b.id from public.branches b
$$;

-- The WhatsApp numbers, and the branch that each belongs to.
create or replace function skale_calls.inboxes()
returns table (id uuid, branch_id uuid, name text, phone_number text, provider_phone_id text)
language sql
stable
as $$
  select i.id, i.branch_id, i.name, i.phone_number, i.provider_phone_id
  from public.whatsapp_inboxes i
$$;

-- A lead's branch, which may be null; no row when there is no such lead.
create or replace function skale_calls.lead_branch(lead uuid)
returns table (branch_id uuid)
language sql
stable
as $$
  select l.branch_id from public.leads l where l.id = lead_branch.lead
$$;

-- Who makes and takes calls, with the name that colleagues see.
create or replace function skale_calls.agents()
returns table (id uuid, name text)
language sql
stable
as $$
  select u.id, u.full_name from public.users u
$$;

-- The foreign keys that the tables of calls get: a column, and the table whose `id` it references. Leave a row out
-- where there is no such table, or where it is a view.
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

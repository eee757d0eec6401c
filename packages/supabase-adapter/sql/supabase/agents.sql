-- The current agent, and what this agent may see. The host's functions (host/host.sql) decide this. The functions in this file
-- call them with the owner's privileges.

-- The id of an agent is the id of a user in auth.users.
do $$
begin
  if not exists (
    select from pg_catalog.pg_constraint
    where conrelid = 'public.whatsapp_calls'::regclass and conname = 'whatsapp_calls_user_id_fkey'
  ) then
    alter table public.whatsapp_calls
      add constraint whatsapp_calls_user_id_fkey foreign key (user_id) references auth.users (id);
  end if;
end
$$;

create or replace function skale_calls.agent_id()
returns uuid
language sql
stable
as $$
  select auth.uid()
$$;

-- The branches whose calls the current agent sees. Policies call it once per statement.
create or replace function skale_calls.seen_branches()
returns uuid[]
language sql
stable
security definer
set search_path = ''
as $$
  select array(
    select b.id from skale_calls.branches() as b (id)
    where skale_calls.can_see((select skale_calls.agent_id()), b.id)
  )
$$;

-- Whether the current agent sees the calls that have no branch yet.
create or replace function skale_calls.sees_unassigned()
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(skale_calls.can_see(skale_calls.agent_id(), null), false)
$$;

-- The branch of a call logged by hand: the branch that the agent names, if the agent sees it; otherwise the home branch.
create or replace function skale_calls.branch_to_log(wanted uuid)
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select case
    when skale_calls.can_see(skale_calls.agent_id(), wanted) and wanted is not null then wanted
    else skale_calls.home_branch(skale_calls.agent_id())
  end
$$;

-- Whether the current agent may link calls to a lead: the lead has no branch, or the agent sees its branch.
create or replace function skale_calls.sees_lead(lead uuid)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from skale_calls.lead_branch(lead) l
    where l.branch_id is null or skale_calls.can_see(skale_calls.agent_id(), l.branch_id)
  )
$$;

-- The events of a call, without payloads, for agents who may see the call.
create or replace function public.whatsapp_call_timeline(call uuid)
returns table (kind text, occurred_at timestamptz, received_at timestamptz, outcome text)
language sql
stable
security definer
set search_path = ''
as $$
  select e.kind, e.occurred_at, e.received_at, e.outcome
  from public.whatsapp_calls c
  join public.whatsapp_call_events e on e.call_id = c.call_id
  where c.id = whatsapp_call_timeline.call
    -- A migration moved payloads of older rows into this table; they are not events.
    and e.kind <> 'payload'
    and skale_calls.can_see(skale_calls.agent_id(), c.branch_id)
  order by e.received_at, e.id
$$;

-- The agents whose names the current agent may read: the current agent, agents whose home branch the current agent sees, and
-- agents of calls that the current agent sees. An agent of such a call may have moved to another branch, or have no home branch.
create or replace function public.whatsapp_call_agents()
returns table (id uuid, name text)
language sql
stable
security definer
set search_path = ''
as $$
  select a.id, a.name
  from skale_calls.agents() a
  where a.id = (select skale_calls.agent_id())
    or skale_calls.home_branch(a.id) = any ((select skale_calls.seen_branches())::uuid[])
    or exists (
      select from public.whatsapp_calls c
      where c.user_id = a.id and c.branch_id = any ((select skale_calls.seen_branches())::uuid[])
    )
    or (select skale_calls.sees_unassigned()) and exists (
      select from public.whatsapp_calls c where c.user_id = a.id and c.branch_id is null
    )
  order by a.name, a.id
$$;

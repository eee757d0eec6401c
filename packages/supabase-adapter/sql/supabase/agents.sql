-- The asking agent, and what that agent may see. The host's own functions decide (host/host.sql); these call them as owner.

-- The ids of agents are those of the users who sign in.
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

-- The branches whose calls the asking agent sees. Policies call it once per statement.
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

-- Whether the asking agent sees the calls that have no branch yet.
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

-- Whether the asking agent may link calls to a lead: a lead without a branch, or of a branch that the agent sees.
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
    -- Payloads that a migration moved here from older rows are no events of their own.
    and e.kind <> 'payload'
    and skale_calls.can_see(skale_calls.agent_id(), c.branch_id)
  order by e.received_at, e.id
$$;

-- The asking agent, the colleagues who are at home in the branches that this agent sees, and whoever else has calls
-- there: who moved away, or is at home nowhere. With their names.
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
      where c.user_id = a.id and case
        when c.branch_id is null then (select skale_calls.sees_unassigned())
        else c.branch_id = any ((select skale_calls.seen_branches())::uuid[])
      end
    )
  order by a.name, a.id
$$;

-- Who may see and do what. Grants are loose on Supabase's stacks, so row-level security and triggers
-- hold what must hold; the grants are tightened all the same.

-- The branch of whoever asks; null for a user of no branch.
create or replace function skale_calls.agent_branch()
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select u.branch_id from public.users u where u.id = auth.uid()
$$;

create or replace function skale_calls.is_agent()
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (select from public.users u where u.id = auth.uid())
$$;

alter table public.whatsapp_calls enable row level security;
alter table public.whatsapp_call_events enable row level security;
alter table public.whatsapp_call_sessions enable row level security;
alter table public.whatsapp_call_permissions enable row level security;

-- The guide's policies under their names; theirs let anybody read every call without a branch. A case, for
-- of an "or" the planner makes two bitmap scans and sorts all of a branch's calls for each page.
drop policy if exists "Users can view calls from their branch" on public.whatsapp_calls;
create policy "Users can view calls from their branch" on public.whatsapp_calls
  for select to authenticated
  using (
    case
      when branch_id is null then (select skale_calls.is_agent())
      else branch_id = (select skale_calls.agent_branch())
    end
  );

drop policy if exists "Users can create calls" on public.whatsapp_calls;
create policy "Users can create calls" on public.whatsapp_calls
  for insert to authenticated
  with check (
    user_id = (select auth.uid())
    and branch_id = (select skale_calls.agent_branch())
    and call_id = 'manual:' || id
  );

drop policy if exists "Users can update calls from their branch" on public.whatsapp_calls;
create policy "Users can update calls from their branch" on public.whatsapp_calls
  for update to authenticated
  using (branch_id = (select skale_calls.agent_branch()))
  with check (branch_id = (select skale_calls.agent_branch()));

-- An outgoing call's answer is for its agent alone: whoever applies it gets the voice.
drop policy if exists "Agents see the sessions of their calls" on public.whatsapp_call_sessions;
create policy "Agents see the sessions of their calls" on public.whatsapp_call_sessions
  for select to authenticated
  using (
    exists (
      select from public.whatsapp_calls c
      where c.id = whatsapp_call_sessions.id
        and (sdp_type = 'offer' or c.user_id = (select auth.uid()))
    )
  );

drop policy if exists "Agents see the permissions of their branch" on public.whatsapp_call_permissions;
create policy "Agents see the permissions of their branch" on public.whatsapp_call_permissions
  for select to authenticated
  using (branch_id = (select skale_calls.agent_branch()));

/*
 * An agent logs a call by hand, and of a call changes only notes, lead and name. Held here, whatever the
 * grants are. An insert has what is not the agent's to say put right; an update of it is refused.
 */
create or replace function skale_calls.protect_call()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  changed text;
begin
  if current_user not in ('authenticated', 'anon') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new := pg_catalog.jsonb_populate_record(
      null::public.whatsapp_calls,
      pg_catalog.jsonb_build_object(
        'id', new.id,
        'call_id', 'manual:' || new.id,
        'status', 'iniciando',
        'direction', new.direction,
        'direction_source', case when new.direction is not null then 'default' end,
        'contact_phone', new.contact_phone,
        'contact_name', new.contact_name,
        'lead_id', new.lead_id,
        'notes', new.notes,
        'duration_seconds', 0,
        'user_id', auth.uid(),
        'branch_id', skale_calls.agent_branch(),
        'created_at', now(),
        'updated_at', now()
      )
    );
  else
    select key into changed
    from pg_catalog.jsonb_each(pg_catalog.to_jsonb(new)) as n
    join pg_catalog.jsonb_each(pg_catalog.to_jsonb(old)) as o using (key)
    where n.value <> o.value and key not in ('notes', 'lead_id', 'contact_name', 'updated_at')
    limit 1;
    if changed is not null then
      raise exception 'Agents may change only notes, lead_id and contact_name, not %.', changed
        using errcode = '42501';
    end if;
  end if;
  -- A lead that has moved since then may stay where it is.
  if new.lead_id is not null and (tg_op = 'INSERT' or new.lead_id is distinct from old.lead_id)
    and not exists (
    select from public.leads l
    where l.id = new.lead_id and (l.branch_id is null or l.branch_id = skale_calls.agent_branch())
  ) then
    raise exception 'There is no such lead in your branch.' using errcode = '42501';
  end if;
  return new;
end
$$;

drop trigger if exists protect_whatsapp_calls on public.whatsapp_calls;
create trigger protect_whatsapp_calls
  before insert or update on public.whatsapp_calls
  for each row
  execute function skale_calls.protect_call();

-- What became of a call, without payloads, for agents who may see the call.
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
    and skale_calls.is_agent()
    and (c.branch_id is null or c.branch_id = skale_calls.agent_branch())
  order by e.received_at, e.id
$$;

revoke all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions from public, anon, authenticated;
grant select, insert, update on public.whatsapp_calls to authenticated;
grant select on public.whatsapp_call_sessions, public.whatsapp_call_permissions to authenticated;
grant all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions to service_role;

revoke all on sequence public.whatsapp_call_events_id_seq from public, anon, authenticated;

revoke execute on function
  public.record_whatsapp_call_events(jsonb),
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb),
  public.find_whatsapp_call(jsonb),
  public.sweep_whatsapp_calls(jsonb),
  public.whatsapp_call_timeline(uuid)
from public, anon, authenticated;
revoke execute on function public.update_whatsapp_calls_updated_at()
from public, anon, authenticated, service_role;
grant execute on function
  public.record_whatsapp_call_events(jsonb),
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb),
  public.find_whatsapp_call(jsonb),
  public.sweep_whatsapp_calls(jsonb)
to service_role;
grant execute on function public.whatsapp_call_timeline(uuid) to authenticated, service_role;

revoke all on schema skale_calls from public, anon;
grant usage on schema skale_calls to authenticated, service_role;
revoke execute on all functions in schema skale_calls from public, anon, authenticated;
grant execute on function skale_calls.agent_branch(), skale_calls.is_agent() to authenticated;

-- Realtime, where there is one.
do $$
declare
  live text;
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    return;
  end if;
  foreach live in array array['whatsapp_calls', 'whatsapp_call_sessions'] loop
    if not exists (
      select from pg_catalog.pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = live
    ) then
      execute pg_catalog.format('alter publication supabase_realtime add table public.%I', live);
    end if;
  end loop;
end
$$;

-- What our side does with a call: begin, attach, claim, find, sweep. Each is one statement.

create or replace function skale_calls.refuse(outcome text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object('outcome', outcome)
$$;

create or replace function skale_calls.show_inbox(inbox_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'id', i.id, 'phoneNumber', i.phone_number, 'providerPhoneId', i.provider_phone_id
  )
  from public.whatsapp_inboxes i where i.id = show_inbox.inbox_id
$$;

-- Our own acts stand in the ledger too; the timeline shows them.
create or replace function skale_calls.write_act(kind text, call public.whatsapp_calls)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_events
    (provider, event_id, call_id, kind, occurred_at, outcome)
  values ('skale', call.id || ':' || kind, call.call_id, kind, now(), 'applied')
  on conflict do nothing
$$;

/*
 * Writes an outgoing call before the phone rings. { id, userId, contactPhone, provider, inboxId?,
 * leadId?, defaultBusinessPhone? } -> { outcome, call?, inbox? }.
 */
create or replace function public.begin_whatsapp_call(p_call jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_call);
  agent uuid := (asked ->> 'userId')::uuid;
  branch uuid := (select u.branch_id from public.users u where u.id = agent);
  inbox uuid := (asked ->> 'inboxId')::uuid;
  lead uuid := (asked ->> 'leadId')::uuid;
  number text;
  call public.whatsapp_calls;
  outcome text := 'exists';
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid;
  if call.id is null then
    if branch is null then
      return skale_calls.refuse('no_branch');
    end if;
    if inbox is not null then
      if not exists (
        select from public.whatsapp_inboxes i where i.id = inbox and i.branch_id = branch
      ) then
        return skale_calls.refuse('inbox_not_found');
      end if;
    else
      if (select count(*) from public.whatsapp_inboxes i where i.branch_id = branch) > 1 then
        return skale_calls.refuse('inbox_required');
      end if;
      inbox := (select i.id from public.whatsapp_inboxes i where i.branch_id = branch);
    end if;
    if lead is not null and not exists (
      select from public.leads l where l.id = lead and (l.branch_id = branch or l.branch_id is null)
    ) then
      return skale_calls.refuse('lead_not_found');
    end if;
    select '+' || pg_catalog.regexp_replace(i.phone_number, '\D', '', 'g') into number
    from public.whatsapp_inboxes i where i.id = inbox and i.phone_number ~ '\d';
    number := coalesce(number, asked ->> 'defaultBusinessPhone');
    if number is null then
      return skale_calls.refuse('business_number_missing');
    end if;

    insert into public.whatsapp_calls (
      id, call_id, contact_phone, direction, direction_source, status, started_at, user_id, branch_id,
      inbox_id, lead_id, provider, business_phone, provider_phone_id
    ) values (
      (asked ->> 'id')::uuid, 'pending:' || (asked ->> 'id')::uuid, asked ->> 'contactPhone',
      'saliente', 'dialled', 'iniciando', now(), agent, branch, inbox, lead, asked ->> 'provider',
      number, (select i.provider_phone_id from public.whatsapp_inboxes i where i.id = inbox)
    )
    on conflict (id) do nothing
    returning * into call;
    if call.id is not null then
      outcome := 'created';
      perform skale_calls.write_act('dialled', call);
    else
      -- The other click of a double click was faster.
      select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid;
    end if;
  end if;

  if outcome = 'exists' and (
    call.user_id is distinct from agent or call.direction_source is distinct from 'dialled'
  ) then
    return skale_calls.refuse('call_id_taken');
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', outcome, 'call', skale_calls.show_call(call),
    'inbox', skale_calls.show_inbox(call.inbox_id)
  );
end
$$;

-- Joins a dialled row with the ghost that an early webhook made. The dialled row stays; the ledger
-- finds the call by its call_id, and the session moves along.
create or replace function skale_calls.absorb_ghost(
  dialled public.whatsapp_calls, ghost public.whatsapp_calls
)
returns public.whatsapp_calls
language plpgsql
set search_path = ''
as $$
declare
  call public.whatsapp_calls := skale_calls.merge_facts(dialled, ghost);
  former_key constant text := dialled.call_id;
begin
  call.call_id := ghost.call_id;
  call.provider_call_id := ghost.call_id;
  call.contact_name := coalesce(dialled.contact_name, ghost.contact_name);
  call.notes := coalesce(dialled.notes, ghost.notes);
  call.lead_id := coalesce(dialled.lead_id, ghost.lead_id);
  call.raw_payload := coalesce(dialled.raw_payload, ghost.raw_payload);
  call := skale_calls.settle_call(call);

  insert into public.whatsapp_call_sessions (id, sdp_type, sdp, rings_until, created_at)
  select call.id, s.sdp_type, s.sdp, s.rings_until, s.created_at
  from public.whatsapp_call_sessions s where s.id = ghost.id
  on conflict (id) do nothing;
  delete from public.whatsapp_calls c where c.id = ghost.id;
  update public.whatsapp_call_events e set call_id = ghost.call_id where e.call_id = former_key;
  return skale_calls.save_call(dialled, call);
end
$$;

/*
 * Gives a dialled call the provider's id. { id, callId, provider } -> { outcome: "attached" |
 * "call_not_found" | "conflict", call? }. Repeatable.
 */
create or replace function public.attach_whatsapp_call(p_call jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_call);
  new_key constant text := asked ->> 'callId';
  known public.whatsapp_calls;
  ghost public.whatsapp_calls;
  call public.whatsapp_calls;
begin
  perform pg_catalog.pg_advisory_xact_lock(skale_calls.lock_key(new_key));
  select * into known from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if known.id is null then
    return skale_calls.refuse('call_not_found');
  end if;
  if known.call_id = new_key then
    call := known;
  else
    select * into ghost from public.whatsapp_calls c where c.call_id = new_key for update;
    if known.call_id not like 'pending:%' or ghost.direction_source = 'dialled' then
      return skale_calls.refuse('conflict');
    end if;
    if ghost.id is not null then
      call := skale_calls.absorb_ghost(known, ghost);
    else
      call := known;
      call.call_id := new_key;
      call.provider_call_id := new_key;
      call := skale_calls.save_call(known, call);
      update public.whatsapp_call_events e set call_id = new_key where e.call_id = known.call_id;
    end if;
    perform skale_calls.write_act('attached', call);
  end if;
  return pg_catalog.jsonb_build_object('outcome', 'attached', 'call', skale_calls.show_call(call));
end
$$;

-- A call that a user may see: of the own branch, or of none yet.
create or replace function skale_calls.is_visible(call public.whatsapp_calls, agent_branch uuid)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select call.branch_id is null or call.branch_id is not distinct from agent_branch
$$;

/*
 * Claims an incoming call for answering or refusing it: { id, userId, key } -> { outcome: "claimed" |
 * "already_answered" | "already_claimed" | "not_ringing" | "call_not_found", call? }. Repeatable by the same
 * pair of user and key; lapses after 15 s.
 */
create or replace function public.claim_whatsapp_call(p_claim jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_claim);
  agent constant uuid := (asked ->> 'userId')::uuid;
  call public.whatsapp_calls;
  is_own boolean;
  outcome text := 'claimed';
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if call.id is null or not exists (
    select from public.users u where u.id = agent and skale_calls.is_visible(call, u.branch_id)
  ) then
    return skale_calls.refuse('call_not_found');
  end if;
  is_own := call.claimed_by = agent and call.claimed_key = asked ->> 'key';
  -- Without its offer a call rings nowhere (a connect that came too late); refusing it is possible still.
  if skale_calls.is_over(call) or call.direction is distinct from 'entrante'
    or (asked ->> 'key' <> 'reject' and call.answered_at is null and not exists (
      select from public.whatsapp_call_sessions s where s.id = call.id
    ))
  then
    return skale_calls.refuse('not_ringing');
  end if;
  if call.answered_at is not null then
    if not coalesce(is_own, false) then
      return skale_calls.refuse('already_claimed');
    end if;
    outcome := 'already_answered';
  elsif not coalesce(is_own, false) and call.claimed_at > now() - interval '15 s'
    -- Who was about to answer may think better of it.
    and (asked ->> 'key' <> 'reject' or call.claimed_by <> agent)
  then
    return skale_calls.refuse('already_claimed');
  else
    update public.whatsapp_calls c
    set claimed_by = agent, claimed_key = asked ->> 'key', claimed_at = now()
    where c.id = call.id
    returning * into call;
  end if;
  return pg_catalog.jsonb_build_object('outcome', outcome, 'call', skale_calls.show_call(call));
end
$$;

-- Gives up a claim of this very pair: { id, userId, key }.
create or replace function public.release_whatsapp_call_claim(p_claim jsonb)
returns void
language sql
security definer
set search_path = ''
as $$
  update public.whatsapp_calls c
  set claimed_by = null, claimed_key = null, claimed_at = null
  from (select skale_calls.unwrap(p_claim) as j) as asked
  where c.id = (j ->> 'id')::uuid
    and c.claimed_by = (j ->> 'userId')::uuid
    and c.claimed_key = j ->> 'key'
    and c.answered_at is null
$$;

/* A call that the user may see: { id, userId } -> { call, agent, inbox } or null. */
create or replace function public.find_whatsapp_call(p_call jsonb)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'call', skale_calls.show_call(c),
    'agent', pg_catalog.jsonb_build_object('id', u.id, 'branchId', u.branch_id),
    'inbox', skale_calls.show_inbox(c.inbox_id)
  )
  from (select skale_calls.unwrap(p_call) as j) as asked
  join public.whatsapp_calls c on c.id = (j ->> 'id')::uuid
  join public.users u on u.id = (j ->> 'userId')::uuid
  where skale_calls.is_visible(c, u.branch_id)
$$;

-- Joins a dialled call that has no id yet with its ghost, when exactly one fits and that one fits no other
-- dialled call; answers null when none does. Waits for no lock: whoever holds one comes by again.
create or replace function skale_calls.join_ghost(dialled public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
set search_path = ''
as $$
declare
  ghosts public.whatsapp_calls[];
  ghost public.whatsapp_calls;
  call public.whatsapp_calls;
begin
  ghosts := array(
    select g from public.whatsapp_calls g
    where skale_calls.is_ghost_of(g, dialled)
      and not exists (
        select from public.whatsapp_calls other
        where other.id <> dialled.id and other.call_id like 'pending:%'
          -- A dial that the provider refused has no call.
          and other.ended_at is null
          and skale_calls.is_ghost_of(g, other)
      )
  );
  if pg_catalog.cardinality(ghosts) <> 1
    or not pg_catalog.pg_try_advisory_xact_lock(skale_calls.lock_key(ghosts[1].call_id))
  then
    return null;
  end if;
  select * into ghost from public.whatsapp_calls c where c.id = ghosts[1].id for update skip locked;
  if ghost.id is null or not skale_calls.is_ghost_of(ghost, dialled) then
    return null;
  end if;
  call := skale_calls.absorb_ghost(dialled, ghost);
  perform skale_calls.write_act('attached', call);
  return call;
end
$$;

-- A hang-up that was asked for before the call's id was known is carried out as soon as it is: a dialled call
-- that waits for it is joined with its ghost at once, by the hang-up or by the ghost's next webhook.
create or replace function skale_calls.join_hung_up(call public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
set search_path = ''
as $$
declare
  dialled public.whatsapp_calls;
begin
  if call.call_id like 'pending:%' then
    dialled := call;
  elsif call.direction_source in ('provider', 'inbox') and call.direction = 'saliente' then
    select * into dialled from public.whatsapp_calls d
    where d.status = 'iniciando' and d.call_id like 'pending:%' and d.hangup_at is not null
      and skale_calls.is_ghost_of(call, d)
    limit 1
    for update skip locked;
  end if;
  if dialled.id is null or dialled.hangup_at is null then
    return null;
  end if;
  return skale_calls.join_ghost(dialled);
end
$$;

/*
 * Settles what no webhook settled: merges dialled calls that lost their answer with their ghosts, and
 * expires calls whose end never came. All ages are by this database's clock. { ringingSeconds?,
 * outgoingSeconds?, hangupSeconds?, inProgressSeconds?, pendingSeconds? } -> { expired: [id], merged: [id] }.
 */
create or replace function public.sweep_whatsapp_calls(p_options jsonb default '{}')
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  options constant jsonb := skale_calls.unwrap(coalesce(p_options, '{}'));
  known public.whatsapp_calls;
  call public.whatsapp_calls;
  expired jsonb := '[]';
  merged jsonb := '[]';
begin
  for known in
    select * from public.whatsapp_calls c
    where c.call_id like 'pending:%' and c.status = 'iniciando'
      and c.created_at < now() - make_interval(secs => coalesce((options ->> 'pendingSeconds')::int, 60))
    order by c.created_at, c.id
    for update skip locked
  loop
    call := skale_calls.join_ghost(known);
    if call.id is not null then
      merged := merged || pg_catalog.to_jsonb(call.id);
    end if;
  end loop;

  for known in
    select * from public.whatsapp_calls c
    where c.status in ('iniciando', 'en_curso')
      and c.call_id not like 'manual:%'
      and (
        c.hangup_at < now() - make_interval(secs => coalesce((options ->> 'hangupSeconds')::int, 60))
        -- A row of the guide's may have no created_at.
        or coalesce(c.created_at, '-infinity') < now() - make_interval(secs => case
          when c.answered_at is not null then coalesce((options ->> 'inProgressSeconds')::int, 14400)
          when c.direction = 'saliente' then coalesce((options ->> 'outgoingSeconds')::int, 120)
          else coalesce((options ->> 'ringingSeconds')::int, 90)
        end)
      )
    for update skip locked
  loop
    call := known;
    call.expired_at := least(call.expired_at, now());
    call := skale_calls.save_call(known, skale_calls.settle_call(call));
    perform skale_calls.write_act('expired', call);
    expired := expired || pg_catalog.to_jsonb(call.id);
  end loop;
  return pg_catalog.jsonb_build_object('expired', expired, 'merged', merged);
end
$$;

-- An outgoing call that webhooks told of and nobody dialled, which fits a dialled one: the contact, the
-- business number, and heard of between the dial and two minutes later, all by this database's clock.
create or replace function skale_calls.is_ghost_of(
  ghost public.whatsapp_calls, dialled public.whatsapp_calls
)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select ghost.direction = 'saliente'
    and ghost.direction_source in ('provider', 'inbox')
    and ghost.created_at >= dialled.created_at
    and ghost.created_at < dialled.created_at + interval '2 minutes'
    and skale_calls.phone_key(ghost.contact_phone) = skale_calls.phone_key(dialled.contact_phone)
    and coalesce(
      skale_calls.phone_key(ghost.business_phone) = skale_calls.phone_key(dialled.business_phone),
      ghost.provider_phone_id = dialled.provider_phone_id,
      true
    )
$$;

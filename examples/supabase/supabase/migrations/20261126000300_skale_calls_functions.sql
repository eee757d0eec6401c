-- Written by `pnpm migrations` from the difference between sql/ and the other migrations: change sql/ instead.

-- They name each other in any order.
set check_function_bodies = off;

-- What our side does with a call: begin, attach, find. Each is one statement.

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
 * The inbox to dial from: the given one, if it is of a branch that the agent sees; else the only one of the home branch;
 * without a home branch the only one of those that the agent sees. Its branch is the call's. A home branch may
 * have no inbox at all.
 */
create or replace function skale_calls.choose_inbox(
  agent uuid, home uuid, wanted uuid,
  id out uuid, branch_id out uuid, phone_number out text, provider_phone_id out text, refusal out text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  choice bigint;
begin
  if home is null and not exists (
    select from skale_calls.branches() as b (id) where skale_calls.can_see(agent, b.id)
  ) then
    refusal := 'no_branch';
    return;
  end if;
  select i.id, i.branch_id, i.phone_number, i.provider_phone_id, count(*) over ()
  into id, branch_id, phone_number, provider_phone_id, choice
  from skale_calls.inboxes() i
  where i.branch_id is not null
    and (wanted is null or i.id = wanted)
    and (wanted is not null or home is null or i.branch_id = home)
    and skale_calls.can_see(agent, i.branch_id)
  limit 1;
  refusal := case
    when wanted is not null and id is null then 'inbox_not_found'
    when choice > 1 then 'inbox_required'
    when id is null and home is null then 'no_branch'
  end;
  branch_id := coalesce(branch_id, home);
end
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
  branch uuid := skale_calls.home_branch(agent);
  inbox record;
  lead uuid := (asked ->> 'leadId')::uuid;
  number text;
  call public.whatsapp_calls;
  outcome text := 'exists';
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid;
  if call.id is null then
    select * into inbox from skale_calls.choose_inbox(agent, branch, (asked ->> 'inboxId')::uuid);
    if inbox.refusal is not null then
      return skale_calls.refuse(inbox.refusal);
    end if;
    if lead is not null and not exists (
      select from skale_calls.lead_branch(lead) l
      where l.branch_id is null or skale_calls.can_see(agent, l.branch_id)
    ) then
      return skale_calls.refuse('lead_not_found');
    end if;
    number := coalesce(
      '+' || nullif(pg_catalog.regexp_replace(inbox.phone_number, '\D', '', 'g'), ''),
      asked ->> 'defaultBusinessPhone'
    );
    if number is null then
      return skale_calls.refuse('business_number_missing');
    end if;

    insert into public.whatsapp_calls (
      id, call_id, contact_phone, direction, direction_source, status, started_at, user_id, branch_id,
      inbox_id, lead_id, provider, business_phone, provider_phone_id
    ) values (
      (asked ->> 'id')::uuid, 'pending:' || (asked ->> 'id')::uuid, asked ->> 'contactPhone',
      'saliente', 'dialled', 'iniciando', now(), agent, inbox.branch_id, inbox.id, lead,
      asked ->> 'provider', number, inbox.provider_phone_id
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
    'agent', pg_catalog.jsonb_build_object('id', agent, 'branchId', skale_calls.home_branch(agent)),
    'inbox', skale_calls.show_inbox(c.inbox_id)
  )
  from (select (j ->> 'id')::uuid as id, (j ->> 'userId')::uuid as agent
    from (select skale_calls.unwrap(p_call) as j) as argument) as asked
  join public.whatsapp_calls c using (id)
  where skale_calls.can_see(agent, c.branch_id)
$$;

-- A row of whatsapp_calls: what follows from its facts, how it is written and shown. The short functions that every
-- webhook asks have no `set`, so that Postgres puts them straight into the expressions that call them.

-- An argument of an rpc may come as a JSON string holding the JSON.
create or replace function skale_calls.unwrap(argument jsonb)
returns jsonb
language sql
immutable
as $$
  select case pg_catalog.jsonb_typeof(argument)
    when 'string' then (argument #>> '{}')::jsonb else argument
  end
$$;

create or replace function skale_calls.refuse(outcome text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object('outcome', outcome)
$$;

create or replace function skale_calls.lock_key(value text)
returns bigint
language sql
immutable
as $$
  select pg_catalog.hashtextextended(value, 0)
$$;

-- The row as the functions answer it: without the payload and the claim's key.
create or replace function skale_calls.show_call(call public.whatsapp_calls)
returns jsonb
language sql
stable
as $$
  select pg_catalog.to_jsonb(call) - 'raw_payload' - 'claimed_key'
$$;

create or replace function skale_calls.is_over(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.status not in ('iniciando', 'en_curso')
$$;

-- What follows from the facts: status, end_reason, and the inbox and branch of the business number.
create or replace function skale_calls.settle_call(call public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
stable
set search_path = ''
as $$
declare
  derived record := skale_calls.derive_status(call);
  inbox record;
begin
  call.status := derived.status;
  call.end_reason := derived.end_reason;
  if call.inbox_id is null and (call.business_phone is not null or call.provider_phone_id is not null) then
    select * into inbox from skale_calls.find_inbox(call.business_phone, call.provider_phone_id);
    call.inbox_id := inbox.id;
    call.branch_id := coalesce(call.branch_id, inbox.branch_id);
  end if;
  return call;
end
$$;

-- Writes a call's row where it differs, and empties the session of a call that is over.
create or replace function skale_calls.save_call(known public.whatsapp_calls, call public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
set search_path = ''
as $$
begin
  if known is distinct from call then
    update public.whatsapp_calls set
      call_id = call.call_id,
      provider_call_id = call.provider_call_id,
      provider = call.provider,
      direction = call.direction,
      direction_source = call.direction_source,
      status = call.status,
      end_reason = call.end_reason,
      started_at = call.started_at,
      ringing_at = call.ringing_at,
      answered_at = call.answered_at,
      declined_at = call.declined_at,
      rejected_at = call.rejected_at,
      hangup_at = call.hangup_at,
      ended_at = call.ended_at,
      expired_at = call.expired_at,
      duration_seconds = call.duration_seconds,
      end_cause = call.end_cause,
      error_code = call.error_code,
      contact_phone = call.contact_phone,
      contact_user_id = call.contact_user_id,
      contact_profile_name = call.contact_profile_name,
      contact_name = call.contact_name,
      business_phone = call.business_phone,
      provider_phone_id = call.provider_phone_id,
      recording_asset = call.recording_asset,
      recording_url = call.recording_url,
      transcript_asset = call.transcript_asset,
      transcript = call.transcript,
      user_id = call.user_id,
      branch_id = call.branch_id,
      inbox_id = call.inbox_id,
      lead_id = call.lead_id,
      notes = call.notes,
      raw_payload = call.raw_payload
    where id = call.id
    returning * into call;
  end if;
  if skale_calls.is_over(call) then
    delete from public.whatsapp_call_sessions where id = call.id;
  end if;
  return call;
end
$$;

create or replace function public.update_whatsapp_calls_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at = now();
  return new;
end
$$;

-- Only one agent answers.

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
  if call.id is null or skale_calls.can_see(agent, call.branch_id) is not true then
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

-- One webhook, one statement: record_whatsapp_call_events takes the events of one delivery, and all
-- that they do is done or nothing is.

-- In plpgsql, which keeps its plan: every event comes by here.
create or replace function skale_calls.write_ledger(
  event jsonb, call_key text, outcome text, error text, payload jsonb, sha text
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.whatsapp_call_events
    (provider, event_id, call_id, kind, occurred_at, outcome, error, payload, body_sha256)
  values (
    pg_catalog.left(event ->> 'provider', skale_calls.text_length('whatsapp_call_events.provider')),
    pg_catalog.left(event ->> 'id', skale_calls.text_length('whatsapp_call_events.event_id')),
    case
      when pg_catalog.char_length(call_key) <= skale_calls.text_length('whatsapp_call_events.call_id')
        then call_key
    end,
    pg_catalog.left(event ->> 'kind', skale_calls.text_length('whatsapp_call_events.kind')),
    case when outcome <> 'dead_letter' then (event ->> 'occurredAt')::timestamptz end,
    outcome,
    pg_catalog.left(error, skale_calls.text_length('whatsapp_call_events.error')),
    payload, sha
  )
  on conflict do nothing;
end
$$;

-- The last known consent: the newest by the event's own clock; of two at the same moment a refusal,
-- then the greater id, so that any order of the same replies ends in the same row.
create or replace function skale_calls.save_permission(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  contact_phone text := event #>> '{contact,phone}';
  contact_user_id text := event #>> '{contact,userId}';
  business_phone text := event #>> '{business,phone}';
  phone_id text := event #>> '{business,phoneId}';
  inbox record;
  business_key text;
  contact_key text := coalesce(skale_calls.phone_key(contact_phone), contact_user_id);
begin
  if contact_key is null then
    return false;
  end if;
  select * into inbox from skale_calls.find_inbox(business_phone, phone_id);
  business_key := coalesce(
    skale_calls.phone_key(business_phone), skale_calls.inbox_key(inbox.phone_number), phone_id, ''
  );
  insert into public.whatsapp_call_permissions as p (
    contact_key, business_key, contact_phone, contact_user_id, business_phone, provider_phone_id,
    branch_id, status, expires_at, source, context_id, occurred_at, event_id
  ) values (
    contact_key, business_key, contact_phone, contact_user_id, business_phone, phone_id,
    inbox.branch_id,
    case
      when event ->> 'response' <> 'accept' then 'no_permission'
      when (event ->> 'permanent')::boolean then 'permanent'
      else 'temporary'
    end,
    (event ->> 'expiresAt')::timestamptz, event ->> 'source', event ->> 'contextId',
    (event ->> 'occurredAt')::timestamptz, event ->> 'id'
  )
  on conflict on constraint whatsapp_call_permissions_contact_key_business_key_key do update set
    contact_phone = coalesce(excluded.contact_phone, p.contact_phone),
    contact_user_id = coalesce(excluded.contact_user_id, p.contact_user_id),
    business_phone = coalesce(excluded.business_phone, p.business_phone),
    provider_phone_id = coalesce(excluded.provider_phone_id, p.provider_phone_id),
    branch_id = coalesce(excluded.branch_id, p.branch_id),
    status = excluded.status,
    expires_at = excluded.expires_at,
    source = excluded.source,
    context_id = excluded.context_id,
    occurred_at = excluded.occurred_at,
    event_id = excluded.event_id,
    updated_at = now()
  where (excluded.occurred_at, excluded.status = 'no_permission', excluded.event_id collate "C")
    > (p.occurred_at, p.status = 'no_permission', p.event_id collate "C");
  return found;
end
$$;

-- The row id in pending:<id>; null when it is none.
create or replace function skale_calls.pending_id(call_key text)
returns uuid
language sql
immutable
set search_path = ''
as $$
  select case when call_key ~ '^pending:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then pg_catalog.substr(call_key, 9)::uuid
  end
$$;

-- Keeps the SDP of a live call. An offer rings for 60 s by the envelope's time: a connect that was
-- retried half an hour later rings nowhere.
create or replace function skale_calls.open_session(call public.whatsapp_calls, event jsonb)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_sessions (id, sdp_type, sdp, rings_until)
  select call.id, event ->> 'kind', event #>> '{session,sdp}', rings_until
  from (select case event ->> 'kind'
    when 'offer' then least((event ->> 'occurredAt')::timestamptz, now()) + interval '60 s'
  end as rings_until) as timing
  where event #>> '{session,sdp}' is not null
    and not skale_calls.is_over(call)
    and (event ->> 'kind' = 'answer' or (call.answered_at is null and rings_until > now()))
  on conflict (id) do nothing
$$;

-- One event: ledger, merge, status, session. Its locks are held by the caller.
create or replace function skale_calls.record_event(
  item jsonb, outcome out text, call out public.whatsapp_calls, joined out boolean
)
language plpgsql
set search_path = ''
as $$
declare
  event constant jsonb := item -> 'event';
  kind constant text := event ->> 'kind';
  call_key constant text := event ->> 'callId';
  sha constant text := item ->> 'bodySha256';
  payload constant jsonb := nullif(item -> 'payload', 'null'::jsonb);
  facts jsonb := nullif(item -> 'facts', 'null'::jsonb);
  known public.whatsapp_calls;
  said public.whatsapp_calls;
  former_name text;
  hung_up public.whatsapp_calls;
begin
  if call_key like 'pending:%' then
    select * into known from public.whatsapp_calls c
    where c.id = skale_calls.pending_id(call_key) for update;
  else
    select * into known from public.whatsapp_calls c where c.call_id = call_key for update;
  end if;
  call := known;

  if exists (
    select from public.whatsapp_call_events e
    where e.provider = event ->> 'provider' and e.event_id = event ->> 'id'
  ) then
    outcome := case when exists (
      select from public.whatsapp_call_events e
      where e.provider = event ->> 'provider' and e.event_id = event ->> 'id'
        and e.body_sha256 is not distinct from sha
    ) then 'duplicate' else 'conflict' end;
    if outcome = 'conflict' then
      perform skale_calls.write_ledger(event, call_key, outcome, null, payload, sha);
    end if;
    return;
  end if;

  if item ? 'error' then
    outcome := 'dead_letter';
    perform skale_calls.write_ledger(event, call_key, outcome, item ->> 'error', payload, sha);
    return;
  elsif kind = 'permission' then
    outcome := case when skale_calls.save_permission(event) then 'applied' else 'no_change' end;
  elsif facts is null or call_key is null
    -- Our own acts are about rows that exist.
    or (known.id is null and event ->> 'provider' = 'skale')
  then
    outcome := 'no_change';
  else
    if event ? 'parties' and coalesce(facts ->> 'direction_source', 'default') = 'default' then
      facts := skale_calls.place_parties(facts, event -> 'parties');
    end if;
    said := skale_calls.fit_texts(pg_catalog.jsonb_populate_record(null::public.whatsapp_calls, facts));
    former_name := known.contact_profile_name;
    call := skale_calls.merge_facts(known, said);
    if call.contact_name is null or call.contact_name = former_name then
      call.contact_name := call.contact_profile_name;
    end if;
    if kind = 'answered' and event ? 'agentId' then
      call.user_id := coalesce(call.user_id, (event ->> 'agentId')::uuid);
      call.branch_id := coalesce(call.branch_id, skale_calls.home_branch(call.user_id));
    end if;
    call := skale_calls.settle_call(call);
    outcome := case
      when skale_calls.contradicts(known, said) then 'conflict'
      when known.id is not null and skale_calls.same_facts(known, call) then 'no_change'
      else 'applied'
    end;
    if outcome = 'applied' and event ->> 'provider' <> 'skale' then
      call.raw_payload := payload;
    end if;
    if known.id is null then
      call.id := gen_random_uuid();
      call.call_id := call_key;
      call.provider_call_id := call_key;
      call.created_at := now();
      call.updated_at := now();
      insert into public.whatsapp_calls values (call.*);
    else
      call := skale_calls.save_call(known, call);
    end if;
    if kind in ('offer', 'answer') then
      perform skale_calls.open_session(call, event);
    end if;
    hung_up := skale_calls.join_hung_up(call);
    if hung_up.id is not null then
      call := hung_up;
      joined := true;
    end if;
  end if;

  perform skale_calls.write_ledger(
    event, coalesce(call.call_id, call_key), outcome, null, payload, sha
  );
end
$$;

/*
 * Takes the events of one delivery: [{ event, facts, payload, bodySha256 }]. Answers
 * [{ eventId, outcome, joined, call }] in the same order. What Postgres refuses of one event's data makes a dead
 * letter of that event alone: a retry could not mend it.
 */
create or replace function public.record_whatsapp_call_events(p_records jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  records constant jsonb := skale_calls.unwrap(p_records);
  item jsonb;
  recorded record;
  results jsonb[] := '{}';
begin
  -- Webhooks and attach of one call wait for each other, and so do two deliveries of one event. In one
  -- order, so that two batches cannot lock each other out.
  perform pg_catalog.pg_advisory_xact_lock(key) from (
    select distinct key from pg_catalog.jsonb_array_elements(records) as r,
      lateral (values
        (skale_calls.lock_key(r #>> '{event,callId}')),
        (skale_calls.lock_key((r #>> '{event,provider}') || ' ' || (r #>> '{event,id}')))
      ) as keys (key)
    where key is not null
    order by key
  ) as ordered;

  for item in select * from pg_catalog.jsonb_array_elements(records) loop
    begin
      recorded := skale_calls.record_event(item);
      results := results || pg_catalog.jsonb_build_object(
        'eventId', item #>> '{event,id}',
        'outcome', recorded.outcome,
        'joined', coalesce(recorded.joined, false),
        'call', case when (recorded.call).id is not null then skale_calls.show_call(recorded.call) end
      );
    exception
      when data_exception or integrity_constraint_violation or program_limit_exceeded then
        perform skale_calls.write_ledger(
          item -> 'event', item #>> '{event,callId}', 'dead_letter', sqlerrm,
          nullif(item -> 'payload', 'null'::jsonb), item ->> 'bodySha256'
        );
        results := results || pg_catalog.jsonb_build_object(
          'eventId', item #>> '{event,id}', 'outcome', 'dead_letter', 'joined', false, 'call', null
        );
    end;
  end loop;
  return pg_catalog.to_jsonb(results);
end
$$;

-- A webhook that overtakes our own dial makes a row of its own, a ghost, which is joined with the dialled one.

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

-- Our own numbers: which inbox is meant, and which side of a call is ours.

-- Where an inbox's number may be written by hand: its phone_key all the same.
create or replace function skale_calls.inbox_key(phone_number text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return skale_calls.phone_key('+' || pg_catalog.regexp_replace(phone_number, '\D', '', 'g'));
end
$$;

-- The inbox of one of our numbers: by the provider's id of it, else by the number. The last digits are
-- compared first, for every webhook asks this and keys cost more.
create or replace function skale_calls.find_inbox(phone text, phone_id text)
returns table (id uuid, branch_id uuid, phone_number text)
language plpgsql
stable
rows 1
set search_path = ''
as $$
declare
  key constant text := skale_calls.phone_key(phone);
begin
  if phone_id is not null then
    return query
      select i.id, i.branch_id, i.phone_number from skale_calls.inboxes() i
      where i.provider_phone_id = phone_id order by i.id limit 1;
  end if;
  if not found and key is not null then
    return query
      select i.id, i.branch_id, i.phone_number from skale_calls.inboxes() i
      where pg_catalog.right(pg_catalog.regexp_replace(i.phone_number, '\D', '', 'g'), 4)
          = pg_catalog.right(key, 4)
        and skale_calls.inbox_key(i.phone_number) = key
      order by i.id limit 1;
  end if;
end
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
  from skale_calls.inboxes() i where i.id = show_inbox.inbox_id
$$;

-- Which way a flat payload goes, by our inboxes; the contact is the side that is not ours (core: placeParties).
create or replace function skale_calls.place_parties(facts jsonb, parties jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  from_is_ours boolean := exists (select from skale_calls.find_inbox(parties ->> 'from', null));
  to_is_ours boolean := exists (select from skale_calls.find_inbox(parties ->> 'to', null));
begin
  if from_is_ours = to_is_ours then
    return facts;
  end if;
  return facts || pg_catalog.jsonb_build_object(
    'direction', case when from_is_ours then 'saliente' else 'entrante' end,
    'direction_source', 'inbox',
    'contact_phone', parties -> case when from_is_ours then 'to' else 'from' end,
    'business_phone', parties -> case when from_is_ours then 'from' else 'to' end
  );
end
$$;

-- Generated from the tables of @skale-calls/core by `pnpm migrations`. Do not edit.

-- In plpgsql, which keeps its plans for the session: every webhook asks all of these.

-- One form for all aliases of a number (core: phoneKey). For matching, never for dialling.
create or replace function skale_calls.phone_key(phone text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(phone, '^\+52(\d{0})1(\d{10})$', '+52\1\2'), '^\+54(\d{0})9(\d{10})$', '+54\1\2'), '^\+55(\d{2})9(\d{8})$', '+55\1\2');
end
$$;

-- The status of a call, the first rule that holds (core: statusRules).
create or replace function skale_calls.derive_status(
  call public.whatsapp_calls, out status text, out end_reason text
)
language plpgsql
immutable
set search_path = ''
as $$
declare
  rule constant text := case
    when call.ended_at is not null and call.answered_at is not null and call.end_cause in ('failed', 'busy') then 'fallida failed'
    when call.ended_at is not null and call.answered_at is not null then 'completada completed'
    when call.declined_at is not null then 'no_contestada declined'
    when call.rejected_at is not null then 'cancelada rejected'
    when call.expired_at is not null and call.answered_at is not null then 'completada expired'
    when call.answered_at is not null then 'en_curso'
    when call.ended_at is not null and call.hangup_at is not null then 'cancelada cancelled'
    when call.expired_at is not null and call.hangup_at is not null then 'cancelada cancelled'
    when call.ended_at is not null and call.end_cause in ('cancelled') then 'cancelada cancelled'
    when call.ended_at is not null and call.end_cause in ('busy') then 'fallida busy'
    when call.ended_at is not null and call.direction is not distinct from 'entrante' and call.error_code is null and call.end_cause in ('failed') then 'no_contestada missed'
    when call.ended_at is not null and call.end_cause in ('failed') then 'fallida failed'
    when call.ended_at is not null and call.direction is not distinct from 'entrante' then 'no_contestada missed'
    when call.ended_at is not null then 'no_contestada no_answer'
    when call.expired_at is not null then 'no_contestada expired'
    when true then 'iniciando'
  end;
begin
  status := pg_catalog.split_part(rule, ' ', 1);
  end_reason := nullif(pg_catalog.split_part(rule, ' ', 2), '');
end
$$;

-- What is known of a call joined with what is said of it (core: factMerges): commutative, associative, idempotent.
-- All but the facts is kept as it is in `a`.
create or replace function skale_calls.merge_facts(a public.whatsapp_calls, b public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
declare
  r public.whatsapp_calls := a;
  a_rank int := coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], a.direction_source), 0);
  b_rank int := coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], b.direction_source), 0);
  a_dialled boolean := a.direction_source is not distinct from 'dialled';
  b_dialled boolean := b.direction_source is not distinct from 'dialled';
begin
  r.provider := case when a_dialled and not b_dialled then coalesce(a.provider, b.provider) when b_dialled and not a_dialled then coalesce(b.provider, a.provider) else least(a.provider collate "C", b.provider collate "C") end;
  r.direction := case when b_rank > a_rank then b.direction when a_rank > b_rank then a.direction else least(a.direction collate "C", b.direction collate "C") end;
  r.direction_source := case when coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], b.direction_source), 0) > coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], a.direction_source), 0) then b.direction_source else a.direction_source end;
  r.started_at := least(a.started_at, b.started_at);
  r.ringing_at := least(a.ringing_at, b.ringing_at);
  r.answered_at := least(a.answered_at, b.answered_at);
  r.declined_at := least(a.declined_at, b.declined_at);
  r.rejected_at := least(a.rejected_at, b.rejected_at);
  r.hangup_at := least(a.hangup_at, b.hangup_at);
  r.ended_at := least(a.ended_at, b.ended_at);
  r.expired_at := least(a.expired_at, b.expired_at);
  r.duration_seconds := coalesce(greatest(a.duration_seconds, b.duration_seconds), 0);
  r.end_cause := case when coalesce(pg_catalog.array_position(array['no_answer', 'failed', 'busy', 'cancelled', 'completed'], b.end_cause), 0) > coalesce(pg_catalog.array_position(array['no_answer', 'failed', 'busy', 'cancelled', 'completed'], a.end_cause), 0) then b.end_cause else a.end_cause end;
  r.error_code := least(a.error_code collate "C", b.error_code collate "C");
  r.contact_phone := case when a_dialled and not b_dialled then coalesce(a.contact_phone, b.contact_phone) when b_dialled and not a_dialled then coalesce(b.contact_phone, a.contact_phone) else least(a.contact_phone collate "C", b.contact_phone collate "C") end;
  r.contact_user_id := least(a.contact_user_id collate "C", b.contact_user_id collate "C");
  r.contact_profile_name := least(a.contact_profile_name collate "C", b.contact_profile_name collate "C");
  r.business_phone := case when a_dialled and not b_dialled then coalesce(a.business_phone, b.business_phone) when b_dialled and not a_dialled then coalesce(b.business_phone, a.business_phone) else least(a.business_phone collate "C", b.business_phone collate "C") end;
  r.provider_phone_id := least(a.provider_phone_id collate "C", b.provider_phone_id collate "C");
  r.recording_asset := least(a.recording_asset collate "C", b.recording_asset collate "C");
  r.recording_url := least(a.recording_url collate "C", b.recording_url collate "C");
  r.transcript_asset := least(a.transcript_asset collate "C", b.transcript_asset collate "C");
  r.transcript := case when b.transcript is null then a.transcript when a.transcript is null then b.transcript when pg_catalog.char_length(a.transcript) <> pg_catalog.char_length(b.transcript) then case when pg_catalog.char_length(a.transcript) > pg_catalog.char_length(b.transcript) then a.transcript else b.transcript end else greatest(a.transcript collate "C", b.transcript collate "C") end;
  return r;
end
$$;

-- Whether two say different things of one fact that has only one right value.
create or replace function skale_calls.contradicts(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(a.direction <> b.direction, false) and coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)
    or coalesce(a.error_code <> b.error_code, false)
    or coalesce(skale_calls.phone_key(a.contact_phone) <> skale_calls.phone_key(b.contact_phone), false) and coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)
    or coalesce(a.contact_user_id <> b.contact_user_id, false)
    or coalesce(a.contact_profile_name <> b.contact_profile_name, false)
    or coalesce(skale_calls.phone_key(a.business_phone) <> skale_calls.phone_key(b.business_phone), false) and coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)
    or coalesce(a.provider_phone_id <> b.provider_phone_id, false)
    or coalesce(a.recording_asset <> b.recording_asset, false)
    or coalesce(a.recording_url <> b.recording_url, false)
    or coalesce(a.transcript_asset <> b.transcript_asset, false);
end
$$;

-- Whether nothing is known in `b` that is not known in `a`.
create or replace function skale_calls.same_facts(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return (a.provider, a.direction, a.direction_source, a.started_at, a.ringing_at, a.answered_at, a.declined_at, a.rejected_at, a.hangup_at, a.ended_at, a.expired_at, a.duration_seconds, a.end_cause, a.error_code, a.contact_phone, a.contact_user_id, a.contact_profile_name, a.business_phone, a.provider_phone_id, a.recording_asset, a.recording_url, a.transcript_asset, a.transcript)
    is not distinct from (b.provider, b.direction, b.direction_source, b.started_at, b.ringing_at, b.answered_at, b.declined_at, b.rejected_at, b.hangup_at, b.ended_at, b.expired_at, b.duration_seconds, b.end_cause, b.error_code, b.contact_phone, b.contact_user_id, b.contact_profile_name, b.business_phone, b.provider_phone_id, b.recording_asset, b.recording_url, b.transcript_asset, b.transcript);
end
$$;

-- How many characters a text may have (core: textLengths), by table and column.
create or replace function skale_calls.text_length(text_column text)
returns int
language sql
immutable
as $$
  select case text_column
    when 'whatsapp_calls.call_id' then 255
    when 'whatsapp_calls.provider_call_id' then 255
    when 'whatsapp_calls.provider' then 255
    when 'whatsapp_calls.provider_phone_id' then 255
    when 'whatsapp_calls.business_phone' then 255
    when 'whatsapp_calls.contact_phone' then 255
    when 'whatsapp_calls.contact_user_id' then 255
    when 'whatsapp_calls.contact_profile_name' then 200
    when 'whatsapp_calls.contact_name' then 200
    when 'whatsapp_calls.notes' then 10000
    when 'whatsapp_calls.error_code' then 255
    when 'whatsapp_calls.recording_asset' then 255
    when 'whatsapp_calls.recording_url' then 4096
    when 'whatsapp_calls.transcript_asset' then 255
    when 'whatsapp_calls.transcript' then 1000000
    when 'whatsapp_calls.claimed_key' then 255
    when 'whatsapp_call_events.provider' then 255
    when 'whatsapp_call_events.event_id' then 512
    when 'whatsapp_call_events.call_id' then 255
    when 'whatsapp_call_events.kind' then 255
    when 'whatsapp_call_events.error' then 1000
    when 'whatsapp_call_sessions.sdp' then 100000
    when 'whatsapp_call_permissions.contact_key' then 255
    when 'whatsapp_call_permissions.business_key' then 255
    when 'whatsapp_call_permissions.contact_phone' then 255
    when 'whatsapp_call_permissions.contact_user_id' then 255
    when 'whatsapp_call_permissions.business_phone' then 255
    when 'whatsapp_call_permissions.provider_phone_id' then 255
    when 'whatsapp_call_permissions.source' then 255
    when 'whatsapp_call_permissions.context_id' then 255
    when 'whatsapp_call_permissions.event_id' then 512
  end
$$;

-- What a webhook says of a call, so that the row can hold it: long texts are cut, long ids dropped.
create or replace function skale_calls.fit_texts(said public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- One expression for nearly all that come by.
  if pg_catalog.char_length(said.provider) > 255
    or pg_catalog.char_length(said.provider_phone_id) > 255
    or pg_catalog.char_length(said.business_phone) > 255
    or pg_catalog.char_length(said.contact_phone) > 255
    or pg_catalog.char_length(said.contact_user_id) > 255
    or pg_catalog.char_length(said.contact_profile_name) > 200
    or pg_catalog.char_length(said.error_code) > 255
    or pg_catalog.char_length(said.recording_asset) > 255
    or pg_catalog.char_length(said.recording_url) > 4096
    or pg_catalog.char_length(said.transcript_asset) > 255
    or pg_catalog.char_length(said.transcript) > 1000000
  then
    if pg_catalog.char_length(said.provider) > 255 then said.provider := pg_catalog.left(said.provider, 255); end if;
    if pg_catalog.char_length(said.provider_phone_id) > 255 then said.provider_phone_id := null; end if;
    if pg_catalog.char_length(said.business_phone) > 255 then said.business_phone := pg_catalog.left(said.business_phone, 255); end if;
    if pg_catalog.char_length(said.contact_phone) > 255 then said.contact_phone := pg_catalog.left(said.contact_phone, 255); end if;
    if pg_catalog.char_length(said.contact_user_id) > 255 then said.contact_user_id := null; end if;
    if pg_catalog.char_length(said.contact_profile_name) > 200 then said.contact_profile_name := pg_catalog.left(said.contact_profile_name, 200); end if;
    if pg_catalog.char_length(said.error_code) > 255 then said.error_code := null; end if;
    if pg_catalog.char_length(said.recording_asset) > 255 then said.recording_asset := null; end if;
    if pg_catalog.char_length(said.recording_url) > 4096 then said.recording_url := null; end if;
    if pg_catalog.char_length(said.transcript_asset) > 255 then said.transcript_asset := null; end if;
    if pg_catalog.char_length(said.transcript) > 1000000 then said.transcript := pg_catalog.left(said.transcript, 1000000); end if;
  end if;
  return said;
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

reset check_function_bodies;

drop trigger if exists update_whatsapp_calls_updated_at on public.whatsapp_calls;

create trigger update_whatsapp_calls_updated_at
  before update on public.whatsapp_calls
  for each row
  execute function public.update_whatsapp_calls_updated_at();

alter table public.whatsapp_calls
  drop constraint if exists whatsapp_calls_call_id_length,
  add constraint whatsapp_calls_call_id_length check (pg_catalog.char_length(call_id) <= 255),
  drop constraint if exists whatsapp_calls_provider_call_id_length,
  add constraint whatsapp_calls_provider_call_id_length check (pg_catalog.char_length(provider_call_id) <= 255),
  drop constraint if exists whatsapp_calls_provider_length,
  add constraint whatsapp_calls_provider_length check (pg_catalog.char_length(provider) <= 255),
  drop constraint if exists whatsapp_calls_provider_phone_id_length,
  add constraint whatsapp_calls_provider_phone_id_length check (pg_catalog.char_length(provider_phone_id) <= 255),
  drop constraint if exists whatsapp_calls_business_phone_length,
  add constraint whatsapp_calls_business_phone_length check (pg_catalog.char_length(business_phone) <= 255),
  drop constraint if exists whatsapp_calls_contact_phone_length,
  add constraint whatsapp_calls_contact_phone_length check (pg_catalog.char_length(contact_phone) <= 255),
  drop constraint if exists whatsapp_calls_contact_user_id_length,
  add constraint whatsapp_calls_contact_user_id_length check (pg_catalog.char_length(contact_user_id) <= 255),
  drop constraint if exists whatsapp_calls_contact_profile_name_length,
  add constraint whatsapp_calls_contact_profile_name_length check (pg_catalog.char_length(contact_profile_name) <= 200),
  drop constraint if exists whatsapp_calls_contact_name_length,
  add constraint whatsapp_calls_contact_name_length check (pg_catalog.char_length(contact_name) <= 200),
  drop constraint if exists whatsapp_calls_notes_length,
  add constraint whatsapp_calls_notes_length check (pg_catalog.octet_length(notes) <= 10000 or pg_catalog.char_length(notes) <= 10000),
  drop constraint if exists whatsapp_calls_error_code_length,
  add constraint whatsapp_calls_error_code_length check (pg_catalog.char_length(error_code) <= 255),
  drop constraint if exists whatsapp_calls_recording_asset_length,
  add constraint whatsapp_calls_recording_asset_length check (pg_catalog.char_length(recording_asset) <= 255),
  drop constraint if exists whatsapp_calls_recording_url_length,
  add constraint whatsapp_calls_recording_url_length check (pg_catalog.octet_length(recording_url) <= 4096 or pg_catalog.char_length(recording_url) <= 4096),
  drop constraint if exists whatsapp_calls_transcript_asset_length,
  add constraint whatsapp_calls_transcript_asset_length check (pg_catalog.char_length(transcript_asset) <= 255),
  drop constraint if exists whatsapp_calls_transcript_length,
  add constraint whatsapp_calls_transcript_length check (pg_catalog.octet_length(transcript) <= 1000000 or pg_catalog.char_length(transcript) <= 1000000),
  drop constraint if exists whatsapp_calls_claimed_key_length,
  add constraint whatsapp_calls_claimed_key_length check (pg_catalog.char_length(claimed_key) <= 255);

alter table public.whatsapp_call_events
  drop constraint if exists whatsapp_call_events_provider_length,
  add constraint whatsapp_call_events_provider_length check (pg_catalog.char_length(provider) <= 255),
  drop constraint if exists whatsapp_call_events_event_id_length,
  add constraint whatsapp_call_events_event_id_length check (pg_catalog.char_length(event_id) <= 512),
  drop constraint if exists whatsapp_call_events_call_id_length,
  add constraint whatsapp_call_events_call_id_length check (pg_catalog.char_length(call_id) <= 255),
  drop constraint if exists whatsapp_call_events_kind_length,
  add constraint whatsapp_call_events_kind_length check (pg_catalog.char_length(kind) <= 255),
  drop constraint if exists whatsapp_call_events_error_length,
  add constraint whatsapp_call_events_error_length check (pg_catalog.char_length(error) <= 1000);

alter table public.whatsapp_call_sessions
  drop constraint if exists whatsapp_call_sessions_sdp_length,
  add constraint whatsapp_call_sessions_sdp_length check (pg_catalog.octet_length(sdp) <= 100000 or pg_catalog.char_length(sdp) <= 100000);

alter table public.whatsapp_call_permissions
  drop constraint if exists whatsapp_call_permissions_contact_key_length,
  add constraint whatsapp_call_permissions_contact_key_length check (pg_catalog.char_length(contact_key) <= 255),
  drop constraint if exists whatsapp_call_permissions_business_key_length,
  add constraint whatsapp_call_permissions_business_key_length check (pg_catalog.char_length(business_key) <= 255),
  drop constraint if exists whatsapp_call_permissions_contact_phone_length,
  add constraint whatsapp_call_permissions_contact_phone_length check (pg_catalog.char_length(contact_phone) <= 255),
  drop constraint if exists whatsapp_call_permissions_contact_user_id_length,
  add constraint whatsapp_call_permissions_contact_user_id_length check (pg_catalog.char_length(contact_user_id) <= 255),
  drop constraint if exists whatsapp_call_permissions_business_phone_length,
  add constraint whatsapp_call_permissions_business_phone_length check (pg_catalog.char_length(business_phone) <= 255),
  drop constraint if exists whatsapp_call_permissions_provider_phone_id_length,
  add constraint whatsapp_call_permissions_provider_phone_id_length check (pg_catalog.char_length(provider_phone_id) <= 255),
  drop constraint if exists whatsapp_call_permissions_source_length,
  add constraint whatsapp_call_permissions_source_length check (pg_catalog.char_length(source) <= 255),
  drop constraint if exists whatsapp_call_permissions_context_id_length,
  add constraint whatsapp_call_permissions_context_id_length check (pg_catalog.char_length(context_id) <= 255),
  drop constraint if exists whatsapp_call_permissions_event_id_length,
  add constraint whatsapp_call_permissions_event_id_length check (pg_catalog.char_length(event_id) <= 512);

revoke execute on function
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.find_whatsapp_call(jsonb)
from public;

revoke execute on function public.update_whatsapp_calls_updated_at() from public;

revoke execute on function
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb)
from public;

revoke execute on function public.record_whatsapp_call_events(jsonb) from public;

revoke execute on function public.sweep_whatsapp_calls(jsonb) from public;

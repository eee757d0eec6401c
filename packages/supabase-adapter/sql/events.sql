-- record_whatsapp_call_events stores the events of one webhook in one statement: either all of their effects or none.

-- A webhook waits for another webhook or attach_whatsapp_call with the same call, and for another delivery of the same event. All
-- locks are taken in one fixed order, so two webhooks cannot deadlock.
create or replace function skale_calls.lock_events(records jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  call_lock bigint;
  event_lock bigint;
begin
  if pg_catalog.jsonb_array_length(records) = 1 and records #>> '{0,event,kind}' <> 'account' then
    -- The usual webhook has one event. These are expressions, because each query takes many times longer.
    call_lock := skale_calls.lock_key(records #>> '{0,event,callId}');
    event_lock := skale_calls.lock_key((records #>> '{0,event,provider}') || ' ' || (records #>> '{0,event,id}'));
    return pg_catalog.pg_advisory_xact_lock(least(call_lock, event_lock)) is not null
      and pg_catalog.pg_advisory_xact_lock(greatest(call_lock, event_lock)) is not null;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(key) from (
    select distinct key from pg_catalog.jsonb_array_elements(records) as r,
      lateral (values
        (skale_calls.lock_key(r #>> '{event,callId}')),
        (skale_calls.lock_key((r #>> '{event,provider}') || ' ' || (r #>> '{event,id}'))),
        -- Account events are rare, and each writes several rows: they wait for each other.
        (case when r #>> '{event,kind}' = 'account' then skale_calls.lock_key('account') end)
      ) as keys (key)
    where key is not null
    order by key
  ) as ordered;
  return true;
end
$$;

-- Writes an event to the ledger. The function is in plpgsql, because every event calls it and plpgsql keeps its plan for the
-- session.
create or replace function skale_calls.write_ledger(item jsonb, call_key text, outcome text, error text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  event constant jsonb := item -> 'event';
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
    nullif(item -> 'payload', 'null'::jsonb),
    item ->> 'bodySha256'
  )
  on conflict do nothing;
  return found;
end
$$;

-- Stores the SDP of a live call.
create or replace function skale_calls.open_session(call public.whatsapp_calls, event jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  kind constant text := event ->> 'kind';
  until constant timestamptz := case kind
    when 'offer' then skale_calls.rings_until((event ->> 'occurredAt')::timestamptz, now())
  end;
begin
  if event #>> '{session,sdp}' is not null and skale_calls.keeps_session(call, kind, until, now()) then
    insert into public.whatsapp_call_sessions (id, sdp_type, sdp, rings_until)
    values (call.id, kind, event #>> '{session,sdp}', until)
    on conflict (id) do nothing;
  end if;
end
$$;

-- Records one event: ledger, merge, status, session. The calling function holds the locks. An event of one of our own requests
-- (dial, answer, hang-up, ...) contains the id of the call's row, because call_id changes when the provider's id becomes known. An
-- event that is replayed contains the time of its arrival, so that a call that is made again is none of today's.
-- Returns { eventId, outcome, joined, call }.
create or replace function skale_calls.store_event(item jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  event constant jsonb := item -> 'event';
  kind constant text := event ->> 'kind';
  call_key constant text := event ->> 'callId';
  sha constant text := item ->> 'bodySha256';
  facts jsonb := nullif(item -> 'facts', 'null'::jsonb);
  known public.whatsapp_calls;
  said public.whatsapp_calls;
  call public.whatsapp_calls;
  joint public.whatsapp_calls;
  outcome text;
  is_known boolean;
  is_repeated boolean;
  is_written boolean;
  contradicts boolean := false;
begin
  if item ? 'id' then
    known := (select c from public.whatsapp_calls c where c.id = (item ->> 'id')::uuid for update);
  else
    known := (select c from public.whatsapp_calls c where c.call_id = call_key for update);
  end if;
  is_known := known.id is not null;
  call := known;

  -- Null if the ledger does not contain the event.
  is_repeated := (
    select pg_catalog.bool_or(e.body_sha256 is not distinct from sha)
    from public.whatsapp_call_events e
    where e.provider = event ->> 'provider' and e.event_id = event ->> 'id'
      -- Only the months are searched in which it can have arrived.
      and e.received_at >= skale_calls.told_since((event ->> 'occurredAt')::timestamptz, now())
  );

  if is_repeated is not null then
    outcome := case when is_repeated then 'duplicate' else 'conflict' end;
  elsif item ? 'error' then
    outcome := 'dead_letter';
  elsif kind in ('permission', 'contact_change', 'account', 'permission_request') then
    outcome := case when case kind
      when 'permission' then skale_calls.save_permission(event)
      when 'contact_change' then skale_calls.save_contact_change(event)
      when 'account' then skale_calls.save_account(event)
      else skale_calls.save_permission_request(event)
    end then 'applied' else 'no_change' end;
  elsif facts is null or call_key is null
    -- An event of one of our own requests never creates a row.
    or not is_known and event ->> 'provider' = 'skale'
  then
    outcome := 'no_change';
  else
    if event ? 'parties' and coalesce(facts ->> 'direction_source', 'default') = 'default' then
      facts := skale_calls.place_parties(facts, event -> 'parties');
    end if;
    said := pg_catalog.jsonb_populate_record(null::public.whatsapp_calls, facts);
    if skale_calls.tells_more_than_progress(known, said) then
      said := skale_calls.fit_texts(said);
      contradicts := is_known and skale_calls.contradicts(known, said);
    end if;
    call := skale_calls.merge_facts(known, said);
    outcome := case
      when contradicts then 'conflict'
      when is_known and call is not distinct from known then 'no_change'
      else 'applied'
    end;
    if call.contact_name is null or call.contact_name = known.contact_profile_name then
      call.contact_name := call.contact_profile_name;
    end if;
    if skale_calls.takes_call(kind) and event ? 'agentId' then
      call.user_id := coalesce(call.user_id, (event ->> 'agentId')::uuid);
      call.branch_id := coalesce(call.branch_id, skale_calls.home_branch(call.user_id));
    elsif kind = 'terminated' and call.user_id is null and call.claimed_by is not null
      and skale_calls.is_claimants_talk(call, skale_calls.claimed_key(call.id))
    then
      call.user_id := call.claimed_by;
      call.branch_id := coalesce(call.branch_id, skale_calls.home_branch(call.user_id));
    end if;
    call := skale_calls.settle_call(call);
    -- The hours are judged when the inbox or the beginning becomes known or changes, because hours change later.
    if (call.direction, call.inbox_id, call.started_at)
      is distinct from (known.direction, known.inbox_id, known.started_at)
    then
      call.outside_hours := case
        when call.direction = 'entrante'
          then skale_calls.is_outside_hours(call.inbox_id, call.started_at)
      end;
    end if;
    if is_known then
      call := skale_calls.save_call(known, call);
    else
      call.id := gen_random_uuid();
      call.call_id := call_key;
      call.provider_call_id := call_key;
      call.created_at := coalesce((item ->> 'receivedAt')::timestamptz, now());
      call.updated_at := now();
      insert into public.whatsapp_calls values (call.*);
      if kind in ('recording', 'transcript') then
        perform skale_calls.queue_media(call);
      end if;
    end if;
    if kind in ('offer', 'answer') then
      perform skale_calls.open_session(call, event);
    end if;
    if skale_calls.is_awaiting_ghost(call) or skale_calls.is_undialled(call) then
      joint := skale_calls.join_awaited(call);
      if joint.id is not null then
        call := joint;
      end if;
    end if;
  end if;

  if outcome <> 'duplicate' then
    is_written := skale_calls.write_ledger(item, coalesce(call.call_id, call_key), outcome, item ->> 'error');
  end if;
  return pg_catalog.jsonb_build_object(
    'eventId', event -> 'id', 'outcome', outcome, 'joined', joint.id is not null,
    'call', case when call.id is not null then skale_calls.show_call(call) end
  );
end
$$;

-- Records the events of a webhook of which Postgres rejects at least one: each event has a subtransaction of its own, and an event
-- that Postgres rejects becomes a dead letter.
create or replace function skale_calls.record_singly(records jsonb)
returns jsonb[]
language plpgsql
set search_path = ''
as $$
declare
  item jsonb;
  is_written boolean;
  results jsonb[] := '{}';
begin
  for item in select * from pg_catalog.jsonb_array_elements(records) loop
    begin
      results := results || skale_calls.store_event(item);
    exception
      when data_exception or integrity_constraint_violation or program_limit_exceeded then
        is_written := skale_calls.write_ledger(item, item #>> '{event,callId}', 'dead_letter', sqlerrm);
        results := results || pg_catalog.jsonb_build_object(
          'eventId', item #>> '{event,id}', 'outcome', case when is_written then 'dead_letter' else 'duplicate' end,
          'joined', false, 'call', null
        );
    end;
  end loop;
  return results;
end
$$;

/*
 * Records the events of one webhook, or the event of one of our own requests: [{ event, facts, payload, bodySha256, id? }]. Returns
 * [{ eventId, outcome, joined, call }] in the same order. If Postgres rejects the data of an event, only that event becomes a
 * dead letter, because a retry would fail in the same way.
 */
create or replace function public.record_whatsapp_call_events(p_records jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  records constant jsonb := skale_calls.unwrap(p_records);
  last constant int := pg_catalog.jsonb_array_length(records) - 1;
  is_locked boolean;
  results jsonb[] := '{}';
begin
  is_locked := skale_calls.lock_events(records);
  begin
    for n in 0 .. last loop
      results := results || skale_calls.store_event(records -> n);
    end loop;
  exception
    when data_exception or integrity_constraint_violation or program_limit_exceeded then
      results := skale_calls.record_singly(records);
  end;
  return pg_catalog.to_jsonb(results);
end
$$;

revoke execute on function public.record_whatsapp_call_events(jsonb) from public;

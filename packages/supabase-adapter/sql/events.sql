-- record_whatsapp_call_events stores the events of one webhook in one statement: either all of their effects or none.

-- Writes an event to the ledger. The function is in plpgsql, because every event calls it and plpgsql keeps its plan for the
-- session.
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

-- Stores the SDP of a live call.
create or replace function skale_calls.open_session(call public.whatsapp_calls, event jsonb)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_sessions (id, sdp_type, sdp, rings_until)
  select call.id, event ->> 'kind', event #>> '{session,sdp}', rings_until
  from (select case event ->> 'kind'
    when 'offer' then skale_calls.rings_until((event ->> 'occurredAt')::timestamptz, now())
  end as rings_until) as timing
  where event #>> '{session,sdp}' is not null
    and skale_calls.keeps_session(call, event ->> 'kind', rings_until, now())
  on conflict (id) do nothing
$$;

-- Records one event: ledger, merge, status, session. The calling function holds the locks. An event of one of our own requests
-- (dial, answer, hang-up, ...) contains the id of the call's row, because call_id changes when the provider's id becomes known.
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
  joint public.whatsapp_calls;
begin
  if item ? 'id' then
    select * into known from public.whatsapp_calls c where c.id = (item ->> 'id')::uuid for update;
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
  elsif kind = 'contact_change' then
    outcome := case when skale_calls.save_contact_change(event) then 'applied' else 'no_change' end;
  elsif kind = 'account' then
    outcome := case when skale_calls.save_account(event) then 'applied' else 'no_change' end;
  elsif kind = 'permission_request' then
    outcome := case when skale_calls.save_permission_request(event) then 'applied' else 'no_change' end;
  elsif facts is null or call_key is null
    -- An event of one of our own requests never creates a row.
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
    if skale_calls.takes_call(kind) and event ? 'agentId' then
      call.user_id := coalesce(call.user_id, (event ->> 'agentId')::uuid);
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
    outcome := case
      when skale_calls.contradicts(known, said) then 'conflict'
      when known.id is not null and skale_calls.same_facts(known, call) then 'no_change'
      else 'applied'
    end;
    if known.id is null then
      call.id := gen_random_uuid();
      call.call_id := call_key;
      call.provider_call_id := call_key;
      call.created_at := now();
      call.updated_at := now();
      insert into public.whatsapp_calls values (call.*);
      if kind in ('recording', 'transcript') then
        perform skale_calls.queue_media(call);
      end if;
    else
      call := skale_calls.save_call(known, call);
    end if;
    if kind in ('offer', 'answer') then
      perform skale_calls.open_session(call, event);
    end if;
    joint := skale_calls.join_awaited(call);
    if joint.id is not null then
      call := joint;
      joined := true;
    end if;
  end if;

  perform skale_calls.write_ledger(
    event, coalesce(call.call_id, call_key), outcome, null, payload, sha
  );
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
  item jsonb;
  recorded record;
  results jsonb[] := '{}';
begin
  -- A webhook waits for another webhook or attach_whatsapp_call with the same call, and for another delivery of the same event.
  -- All locks are taken in one fixed order, so two webhooks cannot deadlock.
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

revoke execute on function public.record_whatsapp_call_events(jsonb) from public;

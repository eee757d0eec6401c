-- Replaying the ledger: its entries are read again by the parsers of the installed version, and recorded by the function that
-- records webhooks.

/*
 * Returns entries of the ledger with their payloads, the oldest first, without those of our own requests. The query:
 * { from?, to?, provider?, callId?, outcomes?, after?: { receivedAt, id }, limit, count? }, where `callId` is the provider's id
 * of a call or our own, and `from` and `to` are times of arrival. Returns { entries, count }: `count` is the number of all
 * entries after `after`, if the query asks for it.
 */
create or replace function public.find_whatsapp_call_events(p_query jsonb)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  query constant jsonb := skale_calls.unwrap(p_query);
  -- The planner sees only the conditions that the query has, so that it can use the index of each.
  conditions constant text := pg_catalog.concat_ws(' and ',
    $c$e.provider <> 'skale'$c$,
    case when query ? 'from' then $c$e.received_at >= ($1 ->> 'from')::timestamptz$c$ end,
    case when query ? 'to' then $c$e.received_at < ($1 ->> 'to')::timestamptz$c$ end,
    case when query ? 'provider' then $c$e.provider = $1 ->> 'provider'$c$ end,
    case
      when query ->> 'callId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
        $c$e.call_id = coalesce(
          (select c.call_id from public.whatsapp_calls c where c.id = ($1 ->> 'callId')::uuid), $1 ->> 'callId'
        )$c$
      when query ? 'callId' then $c$e.call_id = $1 ->> 'callId'$c$
    end,
    case
      when query -> 'outcomes' = '["dead_letter"]' then $c$e.outcome = 'dead_letter'$c$
      when query ? 'outcomes' then $c$e.outcome = any (array(select pg_catalog.jsonb_array_elements_text($1 -> 'outcomes')))$c$
    end,
    case when query ? 'after' then
      $c$(e.received_at, e.id) > (($1 #>> '{after,receivedAt}')::timestamptz, ($1 #>> '{after,id}')::bigint)$c$
    end
  );
  entries jsonb;
  total bigint;
begin
  execute $q$
    select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'id', e.id, 'provider', e.provider, 'eventId', e.event_id, 'kind', e.kind, 'receivedAt', e.received_at, 'occurredAt', e.occurred_at,
      'outcome', e.outcome, 'bodySha256', e.body_sha256, 'payload', e.payload
    ) order by e.received_at, e.id)
    from (
      select * from public.whatsapp_call_events e where $q$ || conditions || $q$
      order by e.received_at, e.id limit ($1 ->> 'limit')::int
    ) as e$q$ into entries using query;
  if query -> 'count' = 'true' then
    execute 'select count(*) from public.whatsapp_call_events e where ' || conditions into total using query;
  end if;
  return pg_catalog.jsonb_build_object('entries', coalesce(entries, '[]'), 'count', total);
end
$$;

/*
 * Records what was read again from one entry of the ledger, in place of the entry: { id, receivedAt, records }, whose records
 * are those of record_whatsapp_call_events. The first record belongs to the entry, others are events that the entry did not
 * have. The entry keeps its id, its time and its payload. It gets the new outcome if it had no effect before; an entry that
 * had its effect, or still has none, stays as it is. The calling function holds the locks. Returns null if the entry has
 * changed meanwhile.
 */
create or replace function skale_calls.replay_entry(entry jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  event constant jsonb := entry #> '{records,0,event}';
  old public.whatsapp_call_events;
  written public.whatsapp_call_events;
  is_settled boolean;
  outcome text;
  before jsonb;
  after jsonb;
  results jsonb;
begin
  delete from public.whatsapp_call_events e
  where e.id = (entry ->> 'id')::bigint and e.received_at = (entry ->> 'receivedAt')::timestamptz
  returning * into old;
  if old.id is null then
    return null;
  end if;
  before := (
    select skale_calls.show_call(c) from public.whatsapp_calls c where c.call_id = event ->> 'callId'
  );
  results := public.record_whatsapp_call_events((
    select pg_catalog.jsonb_agg(
      r || pg_catalog.jsonb_build_object('payload', old.payload, 'receivedAt', old.received_at) order by place
    )
    from pg_catalog.jsonb_array_elements(entry -> 'records') with ordinality as records (r, place)
  ));
  outcome := results #>> '{0,outcome}';
  after := nullif(results #> '{0,call}', 'null'::jsonb);
  is_settled := outcome = 'applied' and old.outcome <> 'applied'
    or outcome in ('no_change', 'conflict') and (old.outcome = 'dead_letter' or old.kind <> event ->> 'kind');
  if outcome <> 'duplicate' then
    delete from public.whatsapp_call_events e
    where e.provider = event ->> 'provider' and e.event_id = event ->> 'id'
      and e.body_sha256 is not distinct from (entry #>> '{records,0,bodySha256}')
    returning * into written;
  end if;
  insert into public.whatsapp_call_events
    (id, provider, event_id, call_id, kind, occurred_at, received_at, outcome, error, payload, body_sha256)
  overriding system value
  select old.id, e.provider, e.event_id, coalesce(written.call_id, old.call_id), e.kind, e.occurred_at, old.received_at,
    e.outcome, e.error, old.payload, e.body_sha256
  from (select (case when is_settled then written else old end).*) as e;
  -- What the entry did not have before arrived with it.
  update public.whatsapp_call_events e set received_at = old.received_at
  from pg_catalog.jsonb_array_elements(entry -> 'records') with ordinality as records (r, place)
  where place > 1 and results #>> array[(place - 1)::text, 'outcome'] <> 'duplicate'
    and e.provider = r #>> '{event,provider}' and e.event_id = r #>> '{event,id}'
    and e.body_sha256 is not distinct from (r ->> 'bodySha256');
  return pg_catalog.jsonb_build_object(
    'id', old.id,
    'receivedAt', old.received_at,
    'provider', old.provider,
    'before', pg_catalog.jsonb_build_object('kind', old.kind, 'outcome', old.outcome, 'status', before ->> 'status'),
    'after', pg_catalog.jsonb_build_object(
      'kind', case when is_settled then event ->> 'kind' else old.kind end,
      'outcome', case when is_settled then outcome else old.outcome end,
      'status', after ->> 'status'
    ),
    'call', after ->> 'id',
    'columns', coalesce((
      select pg_catalog.jsonb_agg(key order by key) from pg_catalog.jsonb_each(coalesce(after, '{}')) as columns (key, value)
      where key <> 'updated_at' and value <> 'null'::jsonb and value is distinct from before -> key
    ), '[]'),
    'added', (
      select count(*) from pg_catalog.jsonb_array_elements(results) with ordinality as others (other, place)
      where place > 1 and other ->> 'outcome' = 'applied'
    ),
    'joined', coalesce((results #> '{0,joined}')::boolean, false)
  );
end
$$;

/*
 * Replays entries of the ledger: { entries: [{ id, receivedAt, records }], dryRun? }. Returns an array with what happened to
 * each entry, null for an entry that has changed meanwhile. All entries have their effects, or none; with `dryRun` none has.
 */
create or replace function public.replay_whatsapp_call_events(p_replay jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_replay);
  entry jsonb;
  results jsonb[] := '{}';
begin
  begin
    perform skale_calls.lock_events((
      select pg_catalog.jsonb_agg(r)
      from pg_catalog.jsonb_array_elements(asked -> 'entries') as e,
        lateral pg_catalog.jsonb_array_elements(e -> 'records') as r
    ));
    for entry in select * from pg_catalog.jsonb_array_elements(asked -> 'entries') loop
      results := results || coalesce(skale_calls.replay_entry(entry), 'null'::jsonb);
    end loop;
    if asked -> 'dryRun' = 'true' then
      raise exception using errcode = 'SKDRY', message = 'A dry run changes nothing.';
    end if;
  exception
    when sqlstate 'SKDRY' then null;
  end;
  return pg_catalog.to_jsonb(results);
end
$$;

revoke execute on function public.find_whatsapp_call_events(jsonb) from public;
revoke execute on function public.replay_whatsapp_call_events(jsonb) from public;

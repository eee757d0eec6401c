-- Agents can read all columns of a call, so payloads and the keys of claims do not belong there. The functions no longer write
-- them. This migration moves existing values to tables that only the service role can read. It is one block, so it moves
-- either all values or none. It can run again, and then moves the values that older functions wrote after the first run.

do $$
begin
  -- The trigger is disabled so that updated_at does not change. Disabling it also locks the table against other writers.
  alter table public.whatsapp_calls disable trigger update_whatsapp_calls_updated_at;

  -- The ledger already contains the payloads that functions of this package wrote. The hash distinguishes two payloads of the
  -- same call. No webhook has the kind `payload`, and the timeline excludes it.
  insert into public.whatsapp_call_events
    (provider, event_id, call_id, kind, received_at, outcome, payload, body_sha256)
  select 'guide', 'payload:' || c.id, c.call_id, 'payload', coalesce(c.updated_at, c.created_at, now()), 'no_change',
    c.raw_payload,
    pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(c.raw_payload::text, 'UTF8')), 'hex')
  from public.whatsapp_calls c
  where c.raw_payload is not null
    and not exists (
      select from public.whatsapp_call_events e
      where e.call_id = c.call_id and e.payload = c.raw_payload
    )
  on conflict do nothing;
  update public.whatsapp_calls set raw_payload = null where raw_payload is not null;

  -- A key that whatsapp_call_claims already contains belongs to a newer claim.
  if exists (
    select from pg_catalog.pg_attribute a
    where a.attrelid = 'public.whatsapp_calls'::regclass and a.attname = 'claimed_key' and not a.attisdropped
  ) then
    insert into public.whatsapp_call_claims (id, key)
    select c.id, c.claimed_key from public.whatsapp_calls c where c.claimed_key is not null
    on conflict do nothing;
    alter table public.whatsapp_calls drop column claimed_key;
  end if;

  alter table public.whatsapp_calls enable trigger update_whatsapp_calls_updated_at;
end
$$;

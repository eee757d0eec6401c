-- Agents read every column of a call, so payloads and the keys of claims leave the rows. The functions no longer write
-- them there; what older functions wrote moves to where only the service role reads it. One block, so that all of it is
-- moved or nothing is. A second run moves what was written meanwhile.

do $$
begin
  -- updated_at stays what it was: its trigger is off meanwhile. This also makes writers wait until the end.
  alter table public.whatsapp_calls disable trigger update_whatsapp_calls_updated_at;

  -- The ledger already has the payloads that functions of this package wrote. Two payloads of one call differ by their hash.
  -- No webhook has this kind, and the timeline leaves it out.
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

  -- A key that is there already is of a newer claim.
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

-- Agents read every column of a call, so payloads and the keys of claims leave the rows. The functions write neither there
-- any more; what older ones wrote moves to where only the service reads it. One block, so that nothing is half moved;
-- run again it finds what was written meanwhile.

do $$
begin
  -- updated_at stays what it was: its trigger rests meanwhile. This also makes writers wait.
  alter table public.whatsapp_calls disable trigger update_whatsapp_calls_updated_at;

  -- To the ledger, which has it already where functions of this package wrote it. Two payloads of one call are told apart by
  -- their hash. The kind is not one of a webhook's: the timeline leaves it out.
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

  -- A claim that was made since the functions keep its key apart is the newer one.
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

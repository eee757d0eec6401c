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

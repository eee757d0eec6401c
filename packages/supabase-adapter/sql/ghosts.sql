-- If a webhook of a dialled call arrives before the provider's response to the dial, the webhook creates a second row for the same
-- call: the ghost. Later the ghost is merged into the dialled row.

-- Merges a ghost into the dialled row. The dialled row gets the ghost's call_id, facts and session, and the ghost is deleted.
-- Ledger entries refer to a call by its call_id, so the entries of the dialled row get the new call_id.
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
  call := skale_calls.settle_call(call);

  insert into public.whatsapp_call_sessions (id, sdp_type, sdp, rings_until, created_at)
  select call.id, s.sdp_type, s.sdp, s.rings_until, s.created_at
  from public.whatsapp_call_sessions s where s.id = ghost.id
  on conflict (id) do nothing;
  perform skale_calls.move_media(ghost.id, call.id);
  delete from public.whatsapp_calls c where c.id = ghost.id;
  update public.whatsapp_call_events e set call_id = ghost.call_id where e.call_id = former_key;
  return skale_calls.save_call(dialled, call);
end
$$;

-- Merges a dialled call, whose provider's id is not known yet, with its ghost. Exactly one ghost must match the dialled call, and
-- this ghost must match no other dialled call. If not, the function returns null. The function never waits for a lock: if the ghost
-- is locked, it returns null too, and a later event or the sweep tries again.
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
        where other.id <> dialled.id and skale_calls.is_ghost_rival(other)
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

/*
 * Merges a dialled call with its ghost, if is_awaiting_ghost holds for the dialled call. Every event of the dialled row and every
 * event of the ghost calls this function, so the later event merges the rows. An event of the ghost first locks the dialled row
 * and waits for this lock, because a concurrent transaction that has locked the dialled row does not see the ghost yet. This wait
 * cannot cause a deadlock: a transaction that locks the dialled row never waits for a lock on the ghost.
 */
create or replace function skale_calls.join_awaited(call public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
set search_path = ''
as $$
declare
  dialled public.whatsapp_calls;
  joint public.whatsapp_calls;
begin
  if skale_calls.is_awaiting_ghost(call) then
    return skale_calls.join_ghost(call);
  end if;
  -- Almost always there is none, and a query without a lock says so faster. A call is dialled before its ghost exists.
  if skale_calls.is_undialled(call) and exists (
    select from public.whatsapp_calls d where skale_calls.is_unattached(d) and skale_calls.is_ghost_of(call, d)
  ) then
    for dialled in
      select * from public.whatsapp_calls d
      where skale_calls.is_unattached(d) and skale_calls.is_ghost_of(call, d)
      order by d.id
      for update
    loop
      if skale_calls.is_awaiting_ghost(dialled) then
        joint := skale_calls.join_ghost(dialled);
        if joint.id is not null then
          return joint;
        end if;
      end if;
    end loop;
  end if;
  return null;
end
$$;

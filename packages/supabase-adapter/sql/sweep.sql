/*
 * Settles calls whose webhooks or responses are missing: merges dialled calls whose provider's id is unknown with their ghosts,
 * and sets calls to expired if no webhook has reported their end. Deletes old entries of the ledger that only pass through, a
 * bounded number at once. All ages are by the database's clock. { ringingSeconds?, outgoingSeconds?, hangupSeconds?,
 * inProgressSeconds?, pendingSeconds?, passingSeconds? } -> { expired: [id], merged: [id], forgotten: number }. The defaults
 * are the limits of core's rules.
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
  forgotten int;
begin
  for known in
    select * from public.whatsapp_calls c
    where skale_calls.is_lost(c, options, now())
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
    where skale_calls.is_expired(c, options, now())
    for update skip locked
  loop
    call := known;
    call.expired_at := least(call.expired_at, now());
    call := skale_calls.save_call(known, skale_calls.settle_call(call));
    perform skale_calls.write_act('expired', call);
    expired := expired || pg_catalog.to_jsonb(call.id);
  end loop;

  delete from public.whatsapp_call_events e
  where (e.id, e.received_at) in (
    select p.id, p.received_at from public.whatsapp_call_events p
    where skale_calls.is_passing(p.kind, p.call_id, p.payload, p.outcome) and p.received_at < skale_calls.passing_until(options, now())
    order by p.received_at
    limit skale_calls.ledger_batch()
    for update skip locked
  );
  get diagnostics forgotten = row_count;
  return pg_catalog.jsonb_build_object('expired', expired, 'merged', merged, 'forgotten', forgotten);
end
$$;

revoke execute on function public.sweep_whatsapp_calls(jsonb) from public;

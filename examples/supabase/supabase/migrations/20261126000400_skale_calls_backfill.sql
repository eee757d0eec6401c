-- Facts for the rows that the guide's functions wrote, so that the derived status is the stored
-- one. Of the guide's columns only nulls are filled (duration_seconds, provider_call_id, and the ended_at of
-- a call that is over), with one exception: the ended_at of a live call, below. Rows written by the functions of
-- these migrations always have a direction_source, so a second run finds nothing to do. updated_at stays
-- what it was: its trigger rests meanwhile.

alter table public.whatsapp_calls disable trigger update_whatsapp_calls_updated_at;

-- The guide reopens an ended call when a late event comes: such a row has a live status and an end. The
-- status stays; the end goes to the ledger, for a live call has none.
insert into public.whatsapp_call_events (provider, event_id, call_id, kind, occurred_at, outcome, payload)
select 'guide', 'guide:' || c.id, c.call_id, 'unknown', c.ended_at, 'no_change',
  pg_catalog.jsonb_build_object('ended_at', c.ended_at, 'status', c.status)
from public.whatsapp_calls c
where c.direction is not null
  and c.direction_source is null
  and c.status in ('iniciando', 'en_curso')
  and c.ended_at is not null
on conflict do nothing;

update public.whatsapp_calls c
set
  -- The guide's webhook called everything that it did not know incoming: a default is no fact.
  direction_source = case
    when c.direction = 'saliente' and c.user_id is not null then 'dialled' else 'default'
  end,
  answered_at = case
    when c.status in ('en_curso', 'completada')
      then coalesce(c.started_at, c.created_at, c.updated_at, now())
  end,
  ended_at = case
    when c.status not in ('iniciando', 'en_curso')
      then coalesce(c.ended_at, c.updated_at, c.created_at, now())
  end,
  end_cause = case c.status
    when 'completada' then 'completed'
    when 'fallida' then 'failed'
    when 'cancelada' then 'cancelled'
    when 'no_contestada' then 'no_answer'
  end,
  -- An incoming call that failed without a code would count as missed.
  error_code = case when c.status = 'fallida' and c.direction = 'entrante' then 'unknown' end,
  provider_call_id = coalesce(c.provider_call_id, c.call_id),
  duration_seconds = coalesce(c.duration_seconds, 0)
where c.direction is not null and c.direction_source is null;

update public.whatsapp_calls c
set end_reason = (skale_calls.derive_status(c)).end_reason
where c.end_reason is distinct from (skale_calls.derive_status(c)).end_reason
  and c.call_id not like 'manual:%';

alter table public.whatsapp_calls enable trigger update_whatsapp_calls_updated_at;

-- Functions that derive values from the facts of a call, write its row and show its row. The short functions that every webhook
-- calls have no `set` clause, so that Postgres inlines them.

-- Reads the argument of an RPC. Some clients send the JSON as a string.
create or replace function skale_calls.unwrap(argument jsonb)
returns jsonb
language sql
immutable
as $$
  select case pg_catalog.jsonb_typeof(argument)
    when 'string' then (argument #>> '{}')::jsonb else argument
  end
$$;

create or replace function skale_calls.refuse(outcome text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object('outcome', outcome)
$$;

create or replace function skale_calls.lock_key(value text)
returns bigint
language sql
immutable
as $$
  select pg_catalog.hashtextextended(value, 0)
$$;

-- The row as the functions return it, without raw_payload, a column of the guide that stays empty.
create or replace function skale_calls.show_call(call public.whatsapp_calls)
returns jsonb
language sql
stable
as $$
  select pg_catalog.to_jsonb(call) - 'raw_payload'
$$;

-- Sets the values that are derived from the facts: status, end_reason, and the inbox and branch of the business number.
create or replace function skale_calls.settle_call(call public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
stable
set search_path = ''
as $$
declare
  derived record := skale_calls.derive_status(call);
  inbox record;
begin
  call.status := derived.status;
  call.end_reason := derived.end_reason;
  if call.inbox_id is null and (call.business_phone is not null or call.provider_phone_id is not null) then
    select * into inbox from skale_calls.find_inbox(call.business_phone, call.provider_phone_id);
    call.inbox_id := inbox.id;
    call.branch_id := coalesce(call.branch_id, inbox.branch_id);
  end if;
  return call;
end
$$;

-- Updates the row of a call if it has changed, and deletes the session of a call that is over.
create or replace function skale_calls.save_call(known public.whatsapp_calls, call public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
set search_path = ''
as $$
begin
  if known is distinct from call then
    update public.whatsapp_calls set
      call_id = call.call_id,
      provider_call_id = call.provider_call_id,
      provider = call.provider,
      direction = call.direction,
      direction_source = call.direction_source,
      status = call.status,
      end_reason = call.end_reason,
      started_at = call.started_at,
      ringing_at = call.ringing_at,
      answered_at = call.answered_at,
      declined_at = call.declined_at,
      rejected_at = call.rejected_at,
      hangup_at = call.hangup_at,
      unclear_at = call.unclear_at,
      ended_at = call.ended_at,
      expired_at = call.expired_at,
      duration_seconds = call.duration_seconds,
      end_cause = call.end_cause,
      error_code = call.error_code,
      contact_phone = call.contact_phone,
      contact_user_id = call.contact_user_id,
      contact_profile_name = call.contact_profile_name,
      contact_name = call.contact_name,
      business_phone = call.business_phone,
      provider_phone_id = call.provider_phone_id,
      cta_payload = call.cta_payload,
      deeplink_payload = call.deeplink_payload,
      recording_asset = call.recording_asset,
      recording_at = call.recording_at,
      recording_url = call.recording_url,
      transcript_asset = call.transcript_asset,
      transcript_at = call.transcript_at,
      transcript = call.transcript,
      user_id = call.user_id,
      branch_id = call.branch_id,
      inbox_id = call.inbox_id,
      outside_hours = call.outside_hours,
      lead_id = call.lead_id,
      notes = call.notes
    where id = call.id
    returning updated_at into call.updated_at;
    if (known.recording_asset, known.transcript_asset)
      is distinct from (call.recording_asset, call.transcript_asset)
    then
      perform skale_calls.queue_media(call);
    end if;
  end if;
  if skale_calls.is_over(call) then
    delete from public.whatsapp_call_sessions where id = call.id;
  end if;
  return call;
end
$$;

create or replace function public.update_whatsapp_calls_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at = now();
  return new;
end
$$;

drop trigger if exists update_whatsapp_calls_updated_at on public.whatsapp_calls;
create trigger update_whatsapp_calls_updated_at
  before update on public.whatsapp_calls
  for each row
  execute function public.update_whatsapp_calls_updated_at();

revoke execute on function public.update_whatsapp_calls_updated_at() from public;

-- Generated from the rules of @skale-calls/core by `pnpm migrations`. Do not edit.

-- Returns the same text for all aliases of a number (core: phoneKey). This text is for matching, never for dialling.
create or replace function skale_calls.phone_key(phone text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Most numbers have only one form, which needs no regular expression.
  return case
    when phone like '+52%' then pg_catalog.regexp_replace(phone, '^\+52(\d{0})1(\d{10})$', '+52\1\2')
    when phone like '+54%' then pg_catalog.regexp_replace(phone, '^\+54(\d{0})9(\d{10})$', '+54\1\2')
    when phone like '+55%' then pg_catalog.regexp_replace(phone, '^\+55(\d{2})9((?=[6-9])\d{8})$', '+55\1\2')
    when phone like '+225%' then pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(phone, '^\+225(\d{0})01((?=[04-9][0-3])\d{8})$', '+225\1\2'), '^\+225(\d{0})05((?=[04-9][4-6])\d{8})$', '+225\1\2'), '^\+225(\d{0})07((?=[04-9][7-9])\d{8})$', '+225\1\2'), '^\+225(\d{0})21((?=2\d8)\d{8})$', '+225\1\2'), '^\+225(\d{0})25((?=[23]\d0)\d{8})$', '+225\1\2'), '^\+225(\d{0})27((?=(?:2\d[1-79]|3\d[1-9]))\d{8})$', '+225\1\2')
    when phone like '+229%' then pg_catalog.regexp_replace(phone, '^\+229(\d{0})01((?=[2-9])\d{8})$', '+229\1\2')
    when phone like '+241%' then pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(phone, '^\+241(\d{0})6((?=[256])\d{7})$', '+241\1\2'), '^\+241(\d{0})7((?=[47])\d{7})$', '+241\1\2'), '^\+241(\d{0})1((?=1)\d{7})$', '+241\1\2'), '^\+241(\d{0})0((?=[124-7])\d{7})$', '+241\1\2')
    when phone like '+237%' then pg_catalog.regexp_replace(phone, '^\+237(\d{0})6((?=[5-79])\d{8})$', '+237\1\2')
    when phone like '+84%' then pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(phone, '^\+84(\d{0})16((?=[2-9])\d{8})$', '+84\13\2'), '^\+84(\d{0})12((?=[068])\d{8})$', '+84\17\2'), '^\+84(\d{0})12((?=[345])\d{8})$', '+84\18\2'), '^\+84(\d{0})18((?=[68])\d{8})$', '+84\15\2'), '^\+84(\d{0})19((?=9)\d{8})$', '+84\15\2'), '^\+84(\d{0})121(\d{7})$', '+84\179\2'), '^\+84(\d{0})122(\d{7})$', '+84\177\2'), '^\+84(\d{0})127(\d{7})$', '+84\181\2'), '^\+84(\d{0})129(\d{7})$', '+84\182\2')
    else phone
  end;
end
$$;

-- Every form of a number (core: phoneAliases). The forms are for matching, never for dialling.
create or replace function skale_calls.phone_aliases(phone text)
returns text[]
language sql
immutable
as $$
  select array(
    select distinct form
    from (select skale_calls.phone_key(phone) as key) as known
    cross join lateral pg_catalog.unnest(array[
      phone, key,
      pg_catalog.regexp_replace(key, '^\+52(\d{0})(\d{10})$', '+52\11\2'),
      pg_catalog.regexp_replace(key, '^\+54(\d{0})(\d{10})$', '+54\19\2'),
      pg_catalog.regexp_replace(key, '^\+55(\d{2})((?=[6-9])\d{8})$', '+55\19\2'),
      pg_catalog.regexp_replace(key, '^\+225(\d{0})((?=[04-9][0-3])\d{8})$', '+225\101\2'),
      pg_catalog.regexp_replace(key, '^\+225(\d{0})((?=[04-9][4-6])\d{8})$', '+225\105\2'),
      pg_catalog.regexp_replace(key, '^\+225(\d{0})((?=[04-9][7-9])\d{8})$', '+225\107\2'),
      pg_catalog.regexp_replace(key, '^\+225(\d{0})((?=2\d8)\d{8})$', '+225\121\2'),
      pg_catalog.regexp_replace(key, '^\+225(\d{0})((?=[23]\d0)\d{8})$', '+225\125\2'),
      pg_catalog.regexp_replace(key, '^\+225(\d{0})((?=(?:2\d[1-79]|3\d[1-9]))\d{8})$', '+225\127\2'),
      pg_catalog.regexp_replace(key, '^\+229(\d{0})((?=[2-9])\d{8})$', '+229\101\2'),
      pg_catalog.regexp_replace(key, '^\+241(\d{0})((?=[256])\d{7})$', '+241\16\2'),
      pg_catalog.regexp_replace(key, '^\+241(\d{0})((?=[47])\d{7})$', '+241\17\2'),
      pg_catalog.regexp_replace(key, '^\+241(\d{0})((?=1)\d{7})$', '+241\11\2'),
      pg_catalog.regexp_replace(key, '^\+241(\d{0})((?=[124-7])\d{7})$', '+241\10\2'),
      pg_catalog.regexp_replace(key, '^\+237(\d{0})((?=[5-79])\d{8})$', '+237\16\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})3((?=[2-9])\d{8})$', '+84\116\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})7((?=[068])\d{8})$', '+84\112\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})8((?=[345])\d{8})$', '+84\112\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})5((?=[68])\d{8})$', '+84\118\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})5((?=9)\d{8})$', '+84\119\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})79(\d{7})$', '+84\1121\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})77(\d{7})$', '+84\1122\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})81(\d{7})$', '+84\1127\2'),
      pg_catalog.regexp_replace(key, '^\+84(\d{0})82(\d{7})$', '+84\1129\2')
    ]) as form
  )
$$;

-- The status of a call, from the first rule that applies (core: statusRules).
create or replace function skale_calls.derive_status(
  call public.whatsapp_calls, out status text, out end_reason text
)
language plpgsql
immutable
set search_path = ''
as $$
declare
  rule constant text := case
    when call.ended_at is not null and call.answered_at is not null and call.end_cause in ('failed', 'busy') then 'fallida failed'
    when call.ended_at is not null and call.answered_at is not null then 'completada completed'
    when call.declined_at is not null then 'no_contestada declined'
    when call.rejected_at is not null then 'cancelada rejected'
    when call.expired_at is not null and call.answered_at is not null then 'completada expired'
    when call.answered_at is not null then 'en_curso'
    when call.ended_at is not null and call.hangup_at is not null then 'cancelada cancelled'
    when call.expired_at is not null and call.hangup_at is not null then 'cancelada cancelled'
    when call.ended_at is not null and call.end_cause in ('cancelled') then 'cancelada cancelled'
    when call.ended_at is not null and call.end_cause in ('busy') then 'fallida busy'
    when call.ended_at is not null and call.direction is not distinct from 'entrante' and call.error_code is null and call.end_cause in ('failed') then 'no_contestada missed'
    when call.ended_at is not null and call.end_cause in ('failed') then 'fallida failed'
    when call.ended_at is not null and call.direction is not distinct from 'entrante' then 'no_contestada missed'
    when call.ended_at is not null then 'no_contestada no_answer'
    when call.expired_at is not null then 'no_contestada expired'
    when true then 'iniciando'
  end;
begin
  status := pg_catalog.split_part(rule, ' ', 1);
  end_reason := nullif(pg_catalog.split_part(rule, ' ', 2), '');
end
$$;

-- Merges the facts of two rows (core: factMerges). The merge is commutative, associative and idempotent. The other columns
-- keep the values of `a`.
create or replace function skale_calls.merge_facts(a public.whatsapp_calls, b public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
declare
  r public.whatsapp_calls := a;
  a_rank int;
  b_rank int;
  a_dialled boolean;
  b_dialled boolean;
begin
  if (a.provider, a.direction, a.direction_source, a.contact_phone, a.contact_user_id, a.contact_profile_name, a.business_phone, a.provider_phone_id)
    is distinct from (coalesce(b.provider, a.provider), coalesce(b.direction, a.direction), b.direction_source, coalesce(b.contact_phone, a.contact_phone), coalesce(b.contact_user_id, a.contact_user_id), coalesce(b.contact_profile_name, a.contact_profile_name), coalesce(b.business_phone, a.business_phone), coalesce(b.provider_phone_id, a.provider_phone_id)) then
    a_rank := coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], a.direction_source), 0);
    b_rank := coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], b.direction_source), 0);
    a_dialled := a.direction_source is not distinct from 'dialled';
    b_dialled := b.direction_source is not distinct from 'dialled';
    r.provider := case when a_dialled and not b_dialled then coalesce(a.provider, b.provider) when b_dialled and not a_dialled then coalesce(b.provider, a.provider) else least(a.provider collate "C", b.provider collate "C") end;
    r.direction := case when b_rank > a_rank then b.direction when a_rank > b_rank then a.direction else least(a.direction collate "C", b.direction collate "C") end;
    r.direction_source := case when coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], b.direction_source), 0) > coalesce(pg_catalog.array_position(array['default', 'inbox', 'provider', 'dialled'], a.direction_source), 0) then b.direction_source else a.direction_source end;
    r.contact_phone := case when a_dialled and not b_dialled then a.contact_phone when b_dialled and not a_dialled then b.contact_phone else least(a.contact_phone collate "C", b.contact_phone collate "C") end;
    r.contact_user_id := least(a.contact_user_id collate "C", b.contact_user_id collate "C");
    r.contact_profile_name := least(a.contact_profile_name collate "C", b.contact_profile_name collate "C");
    r.business_phone := case when a_dialled and not b_dialled then coalesce(a.business_phone, b.business_phone) when b_dialled and not a_dialled then coalesce(b.business_phone, a.business_phone) else least(a.business_phone collate "C", b.business_phone collate "C") end;
    r.provider_phone_id := least(a.provider_phone_id collate "C", b.provider_phone_id collate "C");
  end if;
  r.started_at := least(a.started_at, b.started_at);
  r.ringing_at := least(a.ringing_at, b.ringing_at);
  r.answered_at := least(a.answered_at, b.answered_at);
  r.declined_at := least(a.declined_at, b.declined_at);
  r.rejected_at := least(a.rejected_at, b.rejected_at);
  r.hangup_at := least(a.hangup_at, b.hangup_at);
  r.unclear_at := least(a.unclear_at, b.unclear_at);
  r.ended_at := least(a.ended_at, b.ended_at);
  r.expired_at := least(a.expired_at, b.expired_at);
  r.duration_seconds := coalesce(greatest(a.duration_seconds, b.duration_seconds), 0);
  if pg_catalog.num_nonnulls(b.end_cause, b.error_code, b.cta_payload, b.deeplink_payload, b.recording_asset, b.recording_at, b.recording_url, b.transcript_asset, b.transcript_at, b.transcript) > 0 then
    r.end_cause := case when coalesce(pg_catalog.array_position(array['no_answer', 'failed', 'busy', 'cancelled', 'completed'], b.end_cause), 0) > coalesce(pg_catalog.array_position(array['no_answer', 'failed', 'busy', 'cancelled', 'completed'], a.end_cause), 0) then b.end_cause else a.end_cause end;
    r.error_code := least(a.error_code collate "C", b.error_code collate "C");
    r.cta_payload := least(a.cta_payload collate "C", b.cta_payload collate "C");
    r.deeplink_payload := least(a.deeplink_payload collate "C", b.deeplink_payload collate "C");
    r.recording_asset := case when a.recording_asset is null or b.recording_asset is null then coalesce(a.recording_asset, b.recording_asset) when coalesce(b.recording_at, '-infinity') > coalesce(a.recording_at, '-infinity') then b.recording_asset when coalesce(a.recording_at, '-infinity') > coalesce(b.recording_at, '-infinity') then a.recording_asset else least(a.recording_asset collate "C", b.recording_asset collate "C") end;
    r.recording_at := greatest(a.recording_at, b.recording_at);
    r.recording_url := least(a.recording_url collate "C", b.recording_url collate "C");
    r.transcript_asset := case when a.transcript_asset is null or b.transcript_asset is null then coalesce(a.transcript_asset, b.transcript_asset) when coalesce(b.transcript_at, '-infinity') > coalesce(a.transcript_at, '-infinity') then b.transcript_asset when coalesce(a.transcript_at, '-infinity') > coalesce(b.transcript_at, '-infinity') then a.transcript_asset else least(a.transcript_asset collate "C", b.transcript_asset collate "C") end;
    r.transcript_at := greatest(a.transcript_at, b.transcript_at);
    r.transcript := case when b.transcript is null then a.transcript when a.transcript is null then b.transcript when pg_catalog.char_length(a.transcript) <> pg_catalog.char_length(b.transcript) then case when pg_catalog.char_length(a.transcript) > pg_catalog.char_length(b.transcript) then a.transcript else b.transcript end else greatest(a.transcript collate "C", b.transcript collate "C") end;
  end if;
  return r;
end
$$;

-- Whether facts tell more than times and durations. Most events tell only those, which never contradict and are no texts.
create or replace function skale_calls.tells_more_than_progress(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select (a.provider, a.direction, a.direction_source, a.contact_phone, a.contact_user_id, a.contact_profile_name, a.business_phone, a.provider_phone_id)
    is distinct from (coalesce(b.provider, a.provider), coalesce(b.direction, a.direction), b.direction_source, coalesce(b.contact_phone, a.contact_phone), coalesce(b.contact_user_id, a.contact_user_id), coalesce(b.contact_profile_name, a.contact_profile_name), coalesce(b.business_phone, a.business_phone), coalesce(b.provider_phone_id, a.provider_phone_id))
    or pg_catalog.num_nonnulls(b.end_cause, b.error_code, b.cta_payload, b.deeplink_payload, b.recording_asset, b.recording_at, b.recording_url, b.transcript_asset, b.transcript_at, b.transcript) > 0
$$;

-- Whether two rows contradict each other in a fact that can have only one value.
create or replace function skale_calls.contradicts(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(a.direction <> b.direction, false) and coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)
    or coalesce(a.error_code <> b.error_code, false)
    or coalesce(a.contact_phone <> b.contact_phone and skale_calls.phone_key(a.contact_phone) <> skale_calls.phone_key(b.contact_phone), false) and coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)
    or coalesce(a.contact_user_id <> b.contact_user_id, false)
    or coalesce(a.contact_profile_name <> b.contact_profile_name, false)
    or coalesce(a.business_phone <> b.business_phone and skale_calls.phone_key(a.business_phone) <> skale_calls.phone_key(b.business_phone), false) and coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)
    or coalesce(a.provider_phone_id <> b.provider_phone_id, false)
    or coalesce(a.cta_payload <> b.cta_payload, false)
    or coalesce(a.deeplink_payload <> b.deeplink_payload, false)
    or coalesce(a.recording_url <> b.recording_url, false);
end
$$;

-- Whether a call_id is of this kind (core: callIdKind).
create or replace function skale_calls.is_pending(call_id text)
returns boolean
language sql
immutable
as $$
  select call_id like 'pending:%'
$$;

-- The call_id of a row of this kind (core: pendingCallId).
create or replace function skale_calls.pending_call_id(id uuid)
returns text
language sql
immutable
as $$
  select 'pending:' || id
$$;

-- Whether a call_id is of this kind (core: callIdKind).
create or replace function skale_calls.is_logged(call_id text)
returns boolean
language sql
immutable
as $$
  select call_id like 'manual:%'
$$;

-- The call_id of a row of this kind (core: loggedCallId).
create or replace function skale_calls.logged_call_id(id uuid)
returns text
language sql
immutable
as $$
  select 'manual:' || id
$$;

-- core: callRules.over.
create or replace function skale_calls.is_over(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.status in ('completada', 'fallida', 'cancelada', 'no_contestada')
$$;

-- core: callRules.missed.
create or replace function skale_calls.is_missed(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.direction = 'entrante' and call.status = 'no_contestada' and call.end_reason in ('missed', 'expired')
$$;

-- core: callRules.talk.
create or replace function skale_calls.is_talk(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select (call.answered_at is not null or call.status = 'completada' or call.call_id like 'manual:%' and call.status = 'iniciando')
$$;

-- core: callRules.unanswered.
create or replace function skale_calls.is_unanswered(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.call_id not like 'pending:%' and call.call_id not like 'manual:%' and call.direction = 'saliente' and call.answered_at is null and call.end_reason in ('no_answer', 'declined', 'cancelled', 'busy', 'expired')
$$;

-- core: callRules.ringable.
create or replace function skale_calls.is_ringable(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.status = 'iniciando' and call.answered_at is null
$$;

-- core: callRules.claimable.
create or replace function skale_calls.is_claimable(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.direction = 'entrante' and call.status in ('iniciando', 'en_curso')
$$;

-- core: callRules.undialled.
create or replace function skale_calls.is_undialled(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.direction = 'saliente' and call.direction_source in ('provider', 'inbox')
$$;

-- core: callRules.unattached.
create or replace function skale_calls.is_unattached(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.call_id like 'pending:%' and call.status = 'iniciando'
$$;

-- core: callRules.awaiting_ghost.
create or replace function skale_calls.is_awaiting_ghost(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select (call.call_id like 'pending:%' and call.status = 'iniciando' and call.hangup_at is not null or call.call_id like 'pending:%' and call.status = 'iniciando' and call.unclear_at is not null)
$$;

-- core: callRules.ghost_rival.
create or replace function skale_calls.is_ghost_rival(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.call_id like 'pending:%' and call.ended_at is null
$$;

-- core: callRules.swept.
create or replace function skale_calls.is_swept(call public.whatsapp_calls)
returns boolean
language sql
immutable
as $$
  select call.call_id not like 'manual:%' and call.status in ('iniciando', 'en_curso')
$$;

-- Whether a call may be the ghost of a dialled call (core: isGhostOf).
create or replace function skale_calls.is_ghost_of(ghost public.whatsapp_calls, dialled public.whatsapp_calls)
returns boolean
language sql
stable
as $$
  select ghost.direction = 'saliente' and ghost.direction_source in ('provider', 'inbox')
    and ghost.created_at >= dialled.created_at
    and ghost.created_at < dialled.created_at + interval '120 s'
    and (
      ghost.contact_user_id = dialled.contact_user_id
      or skale_calls.phone_key(ghost.contact_phone) = skale_calls.phone_key(dialled.contact_phone)
    )
    and coalesce(
      skale_calls.phone_key(ghost.business_phone) = skale_calls.phone_key(dialled.business_phone),
      ghost.provider_phone_id = dialled.provider_phone_id,
      true
    )
$$;

-- Whether this agent has claimed the call with this key (core: isOwnClaim).
create or replace function skale_calls.is_own_claim(call public.whatsapp_calls, claimed_key text, agent uuid, key text)
returns boolean
language sql
immutable
as $$
  select coalesce(call.claimed_by = agent and claimed_key = key, false)
$$;

-- Whether the agent who claimed the call has answered it (core: isClaimantsTalk).
create or replace function skale_calls.is_claimants_talk(call public.whatsapp_calls, claimed_key text)
returns boolean
language sql
immutable
as $$
  select coalesce(call.answered_at is not null and call.claimed_by is not null and claimed_key <> 'reject', false)
$$;

-- The outcome of an agent's claim, from the first rule that applies (core: claimRules).
create or replace function skale_calls.judge_claim(call public.whatsapp_calls, claimed_key text, agent uuid, key text, is_offered boolean, at timestamptz)
returns text
language sql
stable
as $$
  select case
    when not (coalesce(skale_calls.is_claimable(call), false)) then 'not_ringing'
    when not (call.answered_at is not null) and not (key = 'reject') and not is_offered then 'not_ringing'
    when call.answered_at is not null and skale_calls.is_own_claim(call, claimed_key, agent, key) then 'already_answered'
    when call.answered_at is not null then 'already_claimed'
    when skale_calls.is_own_claim(call, claimed_key, agent, key) then 'claimed'
    when key = 'reject' and coalesce(call.claimed_by = agent, false) then 'claimed'
    when coalesce(call.claimed_at > at - interval '15 s', false) then 'already_claimed'
    when true then 'claimed'
  end
$$;

-- Whether an act assigns the call to the agent who performs it (core: takesCall).
create or replace function skale_calls.takes_call(kind text)
returns boolean
language sql
immutable
as $$
  select kind in ('answered', 'rejected')
$$;

-- The time until which an offer rings, counted from its event or, if that is earlier, from its arrival (core: ringsUntil).
create or replace function skale_calls.rings_until(occurred_at timestamptz, heard_at timestamptz)
returns timestamptz
language sql
stable
as $$
  select least(occurred_at, heard_at) + interval '60 s'
$$;

-- Whether the SDP of an event is stored for a call (core: keepsSession).
create or replace function skale_calls.keeps_session(call public.whatsapp_calls, kind text, until timestamptz, at timestamptz)
returns boolean
language sql
immutable
as $$
  select case kind
    when 'answer' then not skale_calls.is_over(call)
    else skale_calls.is_ringable(call) and until > at
  end
$$;

-- Whether the sweep expires a call. The options contain limits in seconds (core: isExpired).
create or replace function skale_calls.is_expired(call public.whatsapp_calls, options jsonb, at timestamptz)
returns boolean
language sql
stable
as $$
  select skale_calls.is_swept(call) and (
    call.call_id not like 'pending:%' and call.call_id not like 'manual:%' and call.hangup_at < at - pg_catalog.make_interval(secs => coalesce((options ->> 'hangupSeconds')::float8, 60))
    or call.answered_at is not null and coalesce(call.created_at, '-infinity') < at - pg_catalog.make_interval(secs => coalesce((options ->> 'inProgressSeconds')::float8, 14400))
    or call.answered_at is null and call.direction = 'saliente' and coalesce(call.created_at, '-infinity') < at - pg_catalog.make_interval(secs => coalesce((options ->> 'outgoingSeconds')::float8, 120))
    or call.answered_at is null and (call.direction is null or call.direction = 'entrante') and coalesce(call.created_at, '-infinity') < at - pg_catalog.make_interval(secs => coalesce((options ->> 'ringingSeconds')::float8, 90))
  )
$$;

-- Whether the provider's response to a dial is so late that only a webhook can provide the call's id (core: isLost).
create or replace function skale_calls.is_lost(call public.whatsapp_calls, options jsonb, at timestamptz)
returns boolean
language sql
stable
as $$
  select call.call_id like 'pending:%' and call.status = 'iniciando' and coalesce(call.created_at, '-infinity') < at - pg_catalog.make_interval(secs => coalesce((options ->> 'pendingSeconds')::float8, 60))
$$;

-- Whether an entry of the ledger serves only to recognise a repeated webhook (core: isPassing).
create or replace function skale_calls.is_passing(kind text, call_id text, payload jsonb, outcome text)
returns boolean
language sql
immutable
as $$
  select kind in ('unknown', 'account', 'contact_change')
    and call_id is null and payload is null and outcome <> 'dead_letter'
$$;

-- When the entries that the sweep deletes arrived at the latest (core: isForgotten).
create or replace function skale_calls.passing_until(options jsonb, at timestamptz)
returns timestamptz
language sql
stable
as $$
  select at - pg_catalog.make_interval(secs => coalesce((options ->> 'passingSeconds')::float8, 2592000))
$$;

-- When an event arrived at the earliest, if it has arrived before. The provider's clock may be wrong (core: timeLimits.passingEvent).
create or replace function skale_calls.told_since(occurred_at timestamptz, at timestamptz)
returns timestamptz
language sql
stable
as $$
  select least(occurred_at, at) - interval '2592000 s'
$$;

-- The most entries that one sweep deletes (core: ledgerBatch).
create or replace function skale_calls.ledger_batch()
returns int
language sql
immutable
as $$
  select 1000
$$;

-- The permission that a contact's reply gives (core: permissionStatus).
create or replace function skale_calls.permission_status(event jsonb)
returns text
language sql
immutable
as $$
  select case
    when event ->> 'response' is distinct from 'accept' then 'no_permission'
    when (event ->> 'permanent')::boolean then 'permanent'
    else 'temporary'
  end
$$;

-- When the permission of an answer ends (core: expiryOf).
create or replace function skale_calls.expiry_of(verdict public.whatsapp_call_permissions)
returns timestamptz
language sql
stable
as $$
  select coalesce(verdict.expires_at, verdict.occurred_at + interval '604800 s')
$$;

-- The state after an answer, from the first rule that applies (core: verdictRules).
create or replace function skale_calls.verdict_state(verdict public.whatsapp_call_permissions, at timestamptz)
returns text
language sql
stable
as $$
  select case
    when verdict.status = 'permanent' then 'permanent'
    when verdict.status = 'temporary' and skale_calls.expiry_of(verdict) > at then 'temporary'
    when verdict.status = 'temporary' then 'none'
    when verdict.source = 'provider' then 'none'
    when verdict.source = 'automatic' then 'revoked'
    when verdict.context_id is not null then 'rejected'
    when true then 'revoked'
  end
$$;

-- Whether an answer is the contact's own reply (core: isReply).
create or replace function skale_calls.is_reply(verdict public.whatsapp_call_permissions)
returns boolean
language sql
immutable
as $$
  select coalesce(verdict.source not in ('automatic', 'provider'), true)
$$;

-- Whether a refusal of the provider showed that there is no permission (core: validVerdict).
create or replace function skale_calls.is_learnt_refusal(verdict public.whatsapp_call_permissions)
returns boolean
language sql
immutable
as $$
  select coalesce(verdict.source = 'provider' and verdict.status = 'no_permission', false)
$$;

-- Whether the message of a request failed (core: hasFailed).
create or replace function skale_calls.has_failed(request public.whatsapp_call_permission_requests)
returns boolean
language sql
immutable
as $$
  select request.failed_at is not null and request.delivered_at is null and request.read_at is null
$$;

-- Whether WhatsApp refused a request because of a limit (core: hasHitLimit).
create or replace function skale_calls.has_hit_limit(request public.whatsapp_call_permission_requests)
returns boolean
language sql
stable
as $$
  select skale_calls.has_failed(request)
    and coalesce(request.error_code in ('permission_limit', '131049', '131050', '138009'), false)
$$;

-- The time from which a contact can answer a request (core: answerableFrom).
create or replace function skale_calls.answerable_from(request public.whatsapp_call_permission_requests)
returns timestamptz
language sql
stable
as $$
  select coalesce(
    least(request.delivered_at, request.read_at), request.sent_at, skale_calls.asked_at(request)
  )
$$;

-- The time without requests after WhatsApp refused one because of a limit (core: permissionLimits).
create or replace function skale_calls.refusal_life()
returns interval
language sql
immutable
as $$
  select interval '86400 s'
$$;

-- When a request was made (core: askedAt).
create or replace function skale_calls.asked_at(request public.whatsapp_call_permission_requests)
returns timestamptz
language sql
immutable
as $$
  select coalesce(
    request.requested_at, least(request.sent_at, request.delivered_at, request.read_at, request.failed_at)
  )
$$;

-- The delivery of a request (core: requestStatus).
create or replace function skale_calls.request_status(request public.whatsapp_call_permission_requests)
returns text
language sql
immutable
as $$
  select case
    when skale_calls.has_failed(request) then 'failed'
    when request.read_at is not null then 'read'
    when request.delivered_at is not null then 'delivered'
    when request.sent_at is not null then 'sent'
    else 'requested'
  end
$$;

-- The time during which a contact can answer a request (core: permissionLimits).
create or replace function skale_calls.request_life()
returns interval
language sql
immutable
as $$
  select interval '604800 s'
$$;

-- How many requests WhatsApp accepts in which time (core: permissionLimits).
create or replace function skale_calls.request_limits()
returns table (most int, life interval)
language sql
immutable
as $$
  values (1, interval '86400 s'), (2, interval '604800 s')
$$;

-- The pause after this attempt has failed, or after this fault of the file (core: mediaPause).
create or replace function skale_calls.media_pause(count int)
returns interval
language sql
immutable
as $$
  select least(interval '30 s' * 2 ^ least(count - 1, 10), interval '21600 s')
$$;

-- How long one instance has a recording or transcript for itself (core: timeLimits.mediaLease).
create or replace function skale_calls.media_lease()
returns interval
language sql
immutable
as $$
  select interval '300 s'
$$;

-- How long the provider of a call or of its inbox keeps a recording or transcript (core: MediaQueue.leaseMedia, timeLimits.mediaLifetime).
create or replace function skale_calls.media_lifetime(options jsonb, provider text, inbox_provider text)
returns interval
language sql
immutable
as $$
  select pg_catalog.make_interval(secs => coalesce(
    (options #>> array['lifetimes', provider])::int, (options #>> array['lifetimes', inbox_provider])::int,
    (options ->> 'lifetime')::int, 2592000
  ))
$$;

-- Whether an agent may ask for another attempt (core: retriableMedia).
create or replace function skale_calls.is_retriable_media(status text)
returns boolean
language sql
immutable
as $$
  select status in ('pending', 'failed', 'expired')
$$;

-- The bucket of recordings and transcripts (core: mediaBucket), with its limits.
create or replace function skale_calls.media_bucket(out id text, out size_limit bigint, out types text[])
returns record
language sql
immutable
as $$
  select 'whatsapp-call-media', 104857600,
    array['audio/ogg', 'audio/mpeg', 'audio/wav', 'audio/mp4', 'audio/webm', 'audio/amr', 'application/json', 'text/plain']
$$;

-- The country of a number, by its calling code or area code (core: findCountry); null if it belongs to no country.
create or replace function skale_calls.phone_country(phone text)
returns text
language sql
immutable
as $$
  select nullif(coalesce(p.countries ->> pg_catalog.left(n.digits, 4), p.countries ->> pg_catalog.left(n.digits, 3),
    p.countries ->> pg_catalog.left(n.digits, 2), p.countries ->> pg_catalog.left(n.digits, 1)), '')
  from (select (pg_catalog.regexp_match(phone, '^\+?([1-9]\d{6,14})$'))[1] as digits) as n,
    (select '{"1":"US","7":"RU","10":"","11":"","20":"EG","27":"ZA","30":"GR","31":"NL","32":"BE","33":"FR","34":"ES","36":"HU","39":"IT","40":"RO","41":"CH","43":"AT","44":"GB","45":"DK","46":"SE","47":"NO","48":"PL","49":"DE","51":"PE","52":"MX","53":"CU","54":"AR","55":"BR","56":"CL","57":"CO","58":"VE","60":"MY","61":"AU","62":"ID","63":"PH","64":"NZ","65":"SG","66":"TH","77":"KZ","81":"JP","82":"KR","84":"VN","86":"CN","90":"TR","91":"IN","92":"PK","93":"AF","94":"LK","95":"MM","98":"IR","211":"SS","212":"MA","213":"DZ","216":"TN","218":"LY","220":"GM","221":"SN","222":"MR","223":"ML","224":"GN","225":"CI","226":"BF","227":"NE","228":"TG","229":"BJ","230":"MU","231":"LR","232":"SL","233":"GH","234":"NG","235":"TD","236":"CF","237":"CM","238":"CV","239":"ST","240":"GQ","241":"GA","242":"CG","243":"CD","244":"AO","245":"GW","246":"IO","247":"AC","248":"SC","249":"SD","250":"RW","251":"ET","252":"SO","253":"DJ","254":"KE","255":"TZ","256":"UG","257":"BI","258":"MZ","260":"ZM","261":"MG","262":"RE","263":"ZW","264":"NA","265":"MW","266":"LS","267":"BW","268":"SZ","269":"KM","290":"SH","291":"ER","297":"AW","298":"FO","299":"GL","350":"GI","351":"PT","352":"LU","353":"IE","354":"IS","355":"AL","356":"MT","357":"CY","358":"FI","359":"BG","370":"LT","371":"LV","372":"EE","373":"MD","374":"AM","375":"BY","376":"AD","377":"MC","378":"SM","380":"UA","381":"RS","382":"ME","383":"XK","385":"HR","386":"SI","387":"BA","389":"MK","420":"CZ","421":"SK","423":"LI","500":"FK","501":"BZ","502":"GT","503":"SV","504":"HN","505":"NI","506":"CR","507":"PA","508":"PM","509":"HT","590":"GP","591":"BO","592":"GY","593":"EC","594":"GF","595":"PY","596":"MQ","597":"SR","598":"UY","599":"CW","670":"TL","672":"NF","673":"BN","674":"NR","675":"PG","676":"TO","677":"SB","678":"VU","679":"FJ","680":"PW","681":"WF","682":"CK","683":"NU","685":"WS","686":"KI","687":"NC","688":"TV","689":"PF","690":"TK","691":"FM","692":"MH","850":"KP","852":"HK","853":"MO","855":"KH","856":"LA","880":"BD","886":"TW","960":"MV","961":"LB","962":"JO","963":"SY","964":"IQ","965":"KW","966":"SA","967":"YE","968":"OM","970":"PS","971":"AE","972":"IL","973":"BH","974":"QA","975":"BT","976":"MN","977":"NP","992":"TJ","993":"TM","994":"AZ","995":"GE","996":"KG","998":"UZ","1204":"CA","1226":"CA","1236":"CA","1242":"BS","1246":"BB","1249":"CA","1250":"CA","1257":"CA","1263":"CA","1264":"AI","1268":"AG","1273":"CA","1284":"VG","1289":"CA","1306":"CA","1340":"VI","1343":"CA","1345":"KY","1354":"CA","1365":"CA","1367":"CA","1368":"CA","1382":"CA","1403":"CA","1416":"CA","1418":"CA","1428":"CA","1431":"CA","1437":"CA","1438":"CA","1441":"BM","1450":"CA","1468":"CA","1473":"GD","1474":"CA","1500":"","1506":"CA","1514":"CA","1519":"CA","1521":"","1522":"","1523":"","1524":"","1525":"","1526":"","1527":"","1528":"","1529":"","1532":"","1533":"","1544":"","1548":"CA","1566":"","1577":"","1579":"CA","1581":"CA","1584":"CA","1587":"CA","1588":"","1600":"CA","1604":"CA","1613":"CA","1622":"CA","1633":"CA","1639":"CA","1647":"CA","1649":"TC","1658":"JM","1664":"MS","1670":"MP","1671":"GU","1672":"CA","1683":"CA","1684":"AS","1705":"CA","1709":"CA","1721":"SX","1742":"CA","1753":"CA","1758":"LC","1767":"DM","1778":"CA","1780":"CA","1782":"CA","1784":"VC","1787":"PR","1800":"","1807":"CA","1809":"DO","1819":"CA","1825":"CA","1829":"DO","1833":"","1844":"","1849":"DO","1855":"","1866":"","1867":"CA","1868":"TT","1869":"KN","1873":"CA","1876":"JM","1877":"","1879":"CA","1888":"","1900":"","1902":"CA","1905":"CA","1939":"PR","1942":"CA"}'::jsonb as countries) as p
$$;

-- The pulses of a conversation (core: pulseSeconds). A pulse that has begun counts whole.
create or replace function skale_calls.call_pulses(seconds int)
returns int
language sql
immutable
as $$
  select (seconds + 5) / 6
$$;

-- The pulses of minutes.
create or replace function skale_calls.pulses_of(minutes bigint)
returns bigint
language sql
immutable
as $$
  select minutes * 10
$$;

-- The minutes of pulses, and the price of pulses by the price of a minute.
create or replace function skale_calls.of_pulses(pulses bigint, per_minute numeric)
returns numeric
language sql
immutable
as $$
  select pulses * per_minute * 0.1
$$;

-- Whether a fact replaces the stored one (core: isNewerFact).
create or replace function skale_calls.is_newer_fact(told public.whatsapp_call_numbers, known public.whatsapp_call_numbers)
returns boolean
language sql
immutable
as $$
  select (told.occurred_at, told.event_id collate "C") > (known.occurred_at, known.event_id collate "C")
$$;

-- The incoming calls of an inbox whose pickup is decided, and how many were answered (core: countsForPickup, pickupDays).
create or replace function skale_calls.count_pickups(inbox uuid, at timestamptz)
returns jsonb
language sql
stable
as $$
  select pg_catalog.jsonb_build_object(
    'days7', pg_catalog.jsonb_build_object(
      'incoming', count(*) filter (where c.created_at >= at - interval '604800 s'),
      'answered', count(*) filter (where c.created_at >= at - interval '604800 s' and c.answered_at is not null)
    ),
    'days30', pg_catalog.jsonb_build_object(
      'incoming', count(*) filter (where c.created_at >= at - interval '2592000 s'),
      'answered', count(*) filter (where c.created_at >= at - interval '2592000 s' and c.answered_at is not null)
    )
  )
  from public.whatsapp_calls c
  where c.inbox_id = inbox and c.direction = 'entrante' and not skale_calls.is_logged(c.call_id)
    and c.created_at >= at - interval '2592000 s'
    and (c.answered_at is not null or skale_calls.is_over(c))
$$;

-- The maximum number of characters of a text (core: textLengths), by table and column.
create or replace function skale_calls.text_length(text_column text)
returns int
language sql
immutable
as $$
  select case text_column
    when 'whatsapp_calls.call_id' then 255
    when 'whatsapp_calls.provider_call_id' then 255
    when 'whatsapp_calls.provider' then 255
    when 'whatsapp_calls.provider_phone_id' then 255
    when 'whatsapp_calls.business_phone' then 255
    when 'whatsapp_calls.contact_phone' then 255
    when 'whatsapp_calls.contact_user_id' then 255
    when 'whatsapp_calls.contact_profile_name' then 200
    when 'whatsapp_calls.contact_name' then 200
    when 'whatsapp_calls.notes' then 10000
    when 'whatsapp_calls.error_code' then 255
    when 'whatsapp_calls.cta_payload' then 1024
    when 'whatsapp_calls.deeplink_payload' then 1024
    when 'whatsapp_calls.recording_asset' then 255
    when 'whatsapp_calls.recording_url' then 4096
    when 'whatsapp_calls.transcript_asset' then 255
    when 'whatsapp_calls.transcript' then 1000000
    when 'whatsapp_call_events.provider' then 255
    when 'whatsapp_call_events.event_id' then 512
    when 'whatsapp_call_events.call_id' then 255
    when 'whatsapp_call_events.kind' then 255
    when 'whatsapp_call_events.error' then 1000
    when 'whatsapp_call_claims.key' then 255
    when 'whatsapp_call_sessions.sdp' then 100000
    when 'whatsapp_call_media.asset_id' then 255
    when 'whatsapp_call_media.path' then 255
    when 'whatsapp_call_media.attempt_path' then 255
    when 'whatsapp_call_media.media_type' then 255
    when 'whatsapp_call_media.sha256' then 255
    when 'whatsapp_call_media.error_code' then 255
    when 'whatsapp_call_permissions.contact_key' then 255
    when 'whatsapp_call_permissions.business_key' then 255
    when 'whatsapp_call_permissions.contact_phone' then 255
    when 'whatsapp_call_permissions.contact_user_id' then 255
    when 'whatsapp_call_permissions.business_phone' then 255
    when 'whatsapp_call_permissions.provider_phone_id' then 255
    when 'whatsapp_call_permissions.source' then 255
    when 'whatsapp_call_permissions.context_id' then 255
    when 'whatsapp_call_permissions.event_id' then 512
    when 'whatsapp_call_contact_changes.event_id' then 512
    when 'whatsapp_call_contact_changes.contact_phone' then 255
    when 'whatsapp_call_contact_changes.contact_key' then 255
    when 'whatsapp_call_contact_changes.contact_user_id' then 255
    when 'whatsapp_call_contact_changes.previous_user_id' then 255
    when 'whatsapp_call_rates.market' then 200
    when 'whatsapp_call_rates.source' then 500
    when 'whatsapp_call_numbers.number_key' then 300
    when 'whatsapp_call_numbers.fact' then 600
    when 'whatsapp_call_numbers.provider' then 255
    when 'whatsapp_call_numbers.provider_phone_id' then 255
    when 'whatsapp_call_numbers.business_phone' then 255
    when 'whatsapp_call_numbers.account_id' then 255
    when 'whatsapp_call_numbers.event_id' then 512
    when 'whatsapp_call_permission_requests.provider' then 255
    when 'whatsapp_call_permission_requests.contact_key' then 255
    when 'whatsapp_call_permission_requests.business_key' then 255
    when 'whatsapp_call_permission_requests.contact_phone' then 255
    when 'whatsapp_call_permission_requests.contact_user_id' then 255
    when 'whatsapp_call_permission_requests.business_phone' then 255
    when 'whatsapp_call_permission_requests.provider_phone_id' then 255
    when 'whatsapp_call_permission_requests.message_id' then 255
    when 'whatsapp_call_permission_requests.error_code' then 255
  end
$$;

-- Applies the maximum lengths of the columns to the facts of a webhook: cuts texts that are too long, removes ids that are too long.
create or replace function skale_calls.fit_texts(said public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Almost no webhook has a text that is too long, so one expression checks all columns first.
  if pg_catalog.char_length(said.provider) > 255
    or pg_catalog.char_length(said.provider_phone_id) > 255
    or pg_catalog.char_length(said.business_phone) > 255
    or pg_catalog.char_length(said.contact_phone) > 255
    or pg_catalog.char_length(said.contact_user_id) > 255
    or pg_catalog.char_length(said.contact_profile_name) > 200
    or pg_catalog.char_length(said.error_code) > 255
    or pg_catalog.char_length(said.cta_payload) > 1024
    or pg_catalog.char_length(said.deeplink_payload) > 1024
    or pg_catalog.char_length(said.recording_asset) > 255
    or pg_catalog.char_length(said.recording_url) > 4096
    or pg_catalog.char_length(said.transcript_asset) > 255
    or pg_catalog.char_length(said.transcript) > 1000000
  then
    if pg_catalog.char_length(said.provider) > 255 then said.provider := pg_catalog.left(said.provider, 255); end if;
    if pg_catalog.char_length(said.provider_phone_id) > 255 then said.provider_phone_id := null; end if;
    if pg_catalog.char_length(said.business_phone) > 255 then said.business_phone := pg_catalog.left(said.business_phone, 255); end if;
    if pg_catalog.char_length(said.contact_phone) > 255 then said.contact_phone := pg_catalog.left(said.contact_phone, 255); end if;
    if pg_catalog.char_length(said.contact_user_id) > 255 then said.contact_user_id := null; end if;
    if pg_catalog.char_length(said.contact_profile_name) > 200 then said.contact_profile_name := pg_catalog.left(said.contact_profile_name, 200); end if;
    if pg_catalog.char_length(said.error_code) > 255 then said.error_code := null; end if;
    if pg_catalog.char_length(said.cta_payload) > 1024 then said.cta_payload := null; end if;
    if pg_catalog.char_length(said.deeplink_payload) > 1024 then said.deeplink_payload := null; end if;
    if pg_catalog.char_length(said.recording_asset) > 255 then said.recording_asset := null; end if;
    if pg_catalog.char_length(said.recording_url) > 4096 then said.recording_url := null; end if;
    if pg_catalog.char_length(said.transcript_asset) > 255 then said.transcript_asset := null; end if;
    if pg_catalog.char_length(said.transcript) > 1000000 then said.transcript := pg_catalog.left(said.transcript, 1000000); end if;
  end if;
  return said;
end
$$;

alter table public.whatsapp_calls
  drop constraint if exists whatsapp_calls_call_id_length,
  add constraint whatsapp_calls_call_id_length check (pg_catalog.char_length(call_id) <= 255),
  drop constraint if exists whatsapp_calls_provider_call_id_length,
  add constraint whatsapp_calls_provider_call_id_length check (pg_catalog.char_length(provider_call_id) <= 255),
  drop constraint if exists whatsapp_calls_provider_length,
  add constraint whatsapp_calls_provider_length check (pg_catalog.char_length(provider) <= 255),
  drop constraint if exists whatsapp_calls_provider_phone_id_length,
  add constraint whatsapp_calls_provider_phone_id_length check (pg_catalog.char_length(provider_phone_id) <= 255),
  drop constraint if exists whatsapp_calls_business_phone_length,
  add constraint whatsapp_calls_business_phone_length check (pg_catalog.char_length(business_phone) <= 255),
  drop constraint if exists whatsapp_calls_contact_phone_length,
  add constraint whatsapp_calls_contact_phone_length check (pg_catalog.char_length(contact_phone) <= 255),
  drop constraint if exists whatsapp_calls_contact_user_id_length,
  add constraint whatsapp_calls_contact_user_id_length check (pg_catalog.char_length(contact_user_id) <= 255),
  drop constraint if exists whatsapp_calls_contact_profile_name_length,
  add constraint whatsapp_calls_contact_profile_name_length check (pg_catalog.char_length(contact_profile_name) <= 200),
  drop constraint if exists whatsapp_calls_contact_name_length,
  add constraint whatsapp_calls_contact_name_length check (pg_catalog.char_length(contact_name) <= 200),
  drop constraint if exists whatsapp_calls_notes_length,
  add constraint whatsapp_calls_notes_length check (pg_catalog.octet_length(notes) <= 10000 or pg_catalog.char_length(notes) <= 10000),
  drop constraint if exists whatsapp_calls_error_code_length,
  add constraint whatsapp_calls_error_code_length check (pg_catalog.char_length(error_code) <= 255),
  drop constraint if exists whatsapp_calls_cta_payload_length,
  add constraint whatsapp_calls_cta_payload_length check (pg_catalog.octet_length(cta_payload) <= 1024 or pg_catalog.char_length(cta_payload) <= 1024),
  drop constraint if exists whatsapp_calls_deeplink_payload_length,
  add constraint whatsapp_calls_deeplink_payload_length check (pg_catalog.octet_length(deeplink_payload) <= 1024 or pg_catalog.char_length(deeplink_payload) <= 1024),
  drop constraint if exists whatsapp_calls_recording_asset_length,
  add constraint whatsapp_calls_recording_asset_length check (pg_catalog.char_length(recording_asset) <= 255),
  drop constraint if exists whatsapp_calls_recording_url_length,
  add constraint whatsapp_calls_recording_url_length check (pg_catalog.octet_length(recording_url) <= 4096 or pg_catalog.char_length(recording_url) <= 4096),
  drop constraint if exists whatsapp_calls_transcript_asset_length,
  add constraint whatsapp_calls_transcript_asset_length check (pg_catalog.char_length(transcript_asset) <= 255),
  drop constraint if exists whatsapp_calls_transcript_length,
  add constraint whatsapp_calls_transcript_length check (pg_catalog.octet_length(transcript) <= 1000000 or pg_catalog.char_length(transcript) <= 1000000);

alter table public.whatsapp_call_events
  drop constraint if exists whatsapp_call_events_provider_length,
  add constraint whatsapp_call_events_provider_length check (pg_catalog.char_length(provider) <= 255),
  drop constraint if exists whatsapp_call_events_event_id_length,
  add constraint whatsapp_call_events_event_id_length check (pg_catalog.char_length(event_id) <= 512),
  drop constraint if exists whatsapp_call_events_call_id_length,
  add constraint whatsapp_call_events_call_id_length check (pg_catalog.char_length(call_id) <= 255),
  drop constraint if exists whatsapp_call_events_kind_length,
  add constraint whatsapp_call_events_kind_length check (pg_catalog.char_length(kind) <= 255),
  drop constraint if exists whatsapp_call_events_error_length,
  add constraint whatsapp_call_events_error_length check (pg_catalog.char_length(error) <= 1000);

alter table public.whatsapp_call_claims
  drop constraint if exists whatsapp_call_claims_key_length,
  add constraint whatsapp_call_claims_key_length check (pg_catalog.char_length(key) <= 255);

alter table public.whatsapp_call_sessions
  drop constraint if exists whatsapp_call_sessions_sdp_length,
  add constraint whatsapp_call_sessions_sdp_length check (pg_catalog.octet_length(sdp) <= 100000 or pg_catalog.char_length(sdp) <= 100000);

alter table public.whatsapp_call_media
  drop constraint if exists whatsapp_call_media_asset_id_length,
  add constraint whatsapp_call_media_asset_id_length check (pg_catalog.char_length(asset_id) <= 255),
  drop constraint if exists whatsapp_call_media_path_length,
  add constraint whatsapp_call_media_path_length check (pg_catalog.char_length(path) <= 255),
  drop constraint if exists whatsapp_call_media_attempt_path_length,
  add constraint whatsapp_call_media_attempt_path_length check (pg_catalog.char_length(attempt_path) <= 255),
  drop constraint if exists whatsapp_call_media_media_type_length,
  add constraint whatsapp_call_media_media_type_length check (pg_catalog.char_length(media_type) <= 255),
  drop constraint if exists whatsapp_call_media_sha256_length,
  add constraint whatsapp_call_media_sha256_length check (pg_catalog.char_length(sha256) <= 255),
  drop constraint if exists whatsapp_call_media_error_code_length,
  add constraint whatsapp_call_media_error_code_length check (pg_catalog.char_length(error_code) <= 255);

alter table public.whatsapp_call_permissions
  drop constraint if exists whatsapp_call_permissions_contact_key_length,
  add constraint whatsapp_call_permissions_contact_key_length check (pg_catalog.char_length(contact_key) <= 255),
  drop constraint if exists whatsapp_call_permissions_business_key_length,
  add constraint whatsapp_call_permissions_business_key_length check (pg_catalog.char_length(business_key) <= 255),
  drop constraint if exists whatsapp_call_permissions_contact_phone_length,
  add constraint whatsapp_call_permissions_contact_phone_length check (pg_catalog.char_length(contact_phone) <= 255),
  drop constraint if exists whatsapp_call_permissions_contact_user_id_length,
  add constraint whatsapp_call_permissions_contact_user_id_length check (pg_catalog.char_length(contact_user_id) <= 255),
  drop constraint if exists whatsapp_call_permissions_business_phone_length,
  add constraint whatsapp_call_permissions_business_phone_length check (pg_catalog.char_length(business_phone) <= 255),
  drop constraint if exists whatsapp_call_permissions_provider_phone_id_length,
  add constraint whatsapp_call_permissions_provider_phone_id_length check (pg_catalog.char_length(provider_phone_id) <= 255),
  drop constraint if exists whatsapp_call_permissions_source_length,
  add constraint whatsapp_call_permissions_source_length check (pg_catalog.char_length(source) <= 255),
  drop constraint if exists whatsapp_call_permissions_context_id_length,
  add constraint whatsapp_call_permissions_context_id_length check (pg_catalog.char_length(context_id) <= 255),
  drop constraint if exists whatsapp_call_permissions_event_id_length,
  add constraint whatsapp_call_permissions_event_id_length check (pg_catalog.char_length(event_id) <= 512);

alter table public.whatsapp_call_contact_changes
  drop constraint if exists whatsapp_call_contact_changes_event_id_length,
  add constraint whatsapp_call_contact_changes_event_id_length check (pg_catalog.char_length(event_id) <= 512),
  drop constraint if exists whatsapp_call_contact_changes_contact_phone_length,
  add constraint whatsapp_call_contact_changes_contact_phone_length check (pg_catalog.char_length(contact_phone) <= 255),
  drop constraint if exists whatsapp_call_contact_changes_contact_key_length,
  add constraint whatsapp_call_contact_changes_contact_key_length check (pg_catalog.char_length(contact_key) <= 255),
  drop constraint if exists whatsapp_call_contact_changes_contact_user_id_length,
  add constraint whatsapp_call_contact_changes_contact_user_id_length check (pg_catalog.char_length(contact_user_id) <= 255),
  drop constraint if exists whatsapp_call_contact_changes_previous_user_id_length,
  add constraint whatsapp_call_contact_changes_previous_user_id_length check (pg_catalog.char_length(previous_user_id) <= 255);

alter table public.whatsapp_call_rates
  drop constraint if exists whatsapp_call_rates_market_length,
  add constraint whatsapp_call_rates_market_length check (pg_catalog.char_length(market) <= 200),
  drop constraint if exists whatsapp_call_rates_source_length,
  add constraint whatsapp_call_rates_source_length check (pg_catalog.char_length(source) <= 500);

alter table public.whatsapp_call_numbers
  drop constraint if exists whatsapp_call_numbers_number_key_length,
  add constraint whatsapp_call_numbers_number_key_length check (pg_catalog.char_length(number_key) <= 300),
  drop constraint if exists whatsapp_call_numbers_fact_length,
  add constraint whatsapp_call_numbers_fact_length check (pg_catalog.char_length(fact) <= 600),
  drop constraint if exists whatsapp_call_numbers_provider_length,
  add constraint whatsapp_call_numbers_provider_length check (pg_catalog.char_length(provider) <= 255),
  drop constraint if exists whatsapp_call_numbers_provider_phone_id_length,
  add constraint whatsapp_call_numbers_provider_phone_id_length check (pg_catalog.char_length(provider_phone_id) <= 255),
  drop constraint if exists whatsapp_call_numbers_business_phone_length,
  add constraint whatsapp_call_numbers_business_phone_length check (pg_catalog.char_length(business_phone) <= 255),
  drop constraint if exists whatsapp_call_numbers_account_id_length,
  add constraint whatsapp_call_numbers_account_id_length check (pg_catalog.char_length(account_id) <= 255),
  drop constraint if exists whatsapp_call_numbers_event_id_length,
  add constraint whatsapp_call_numbers_event_id_length check (pg_catalog.char_length(event_id) <= 512);

alter table public.whatsapp_call_permission_requests
  drop constraint if exists whatsapp_call_permission_requests_provider_length,
  add constraint whatsapp_call_permission_requests_provider_length check (pg_catalog.char_length(provider) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_contact_key_length,
  add constraint whatsapp_call_permission_requests_contact_key_length check (pg_catalog.char_length(contact_key) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_business_key_length,
  add constraint whatsapp_call_permission_requests_business_key_length check (pg_catalog.char_length(business_key) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_contact_phone_length,
  add constraint whatsapp_call_permission_requests_contact_phone_length check (pg_catalog.char_length(contact_phone) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_contact_user_id_length,
  add constraint whatsapp_call_permission_requests_contact_user_id_length check (pg_catalog.char_length(contact_user_id) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_business_phone_length,
  add constraint whatsapp_call_permission_requests_business_phone_length check (pg_catalog.char_length(business_phone) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_provider_phone_id_length,
  add constraint whatsapp_call_permission_requests_provider_phone_id_length check (pg_catalog.char_length(provider_phone_id) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_message_id_length,
  add constraint whatsapp_call_permission_requests_message_id_length check (pg_catalog.char_length(message_id) <= 255),
  drop constraint if exists whatsapp_call_permission_requests_error_code_length,
  add constraint whatsapp_call_permission_requests_error_code_length check (pg_catalog.char_length(error_code) <= 255);

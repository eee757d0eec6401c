-- Written by `pnpm migrations` from the difference between sql/ and the other migrations: change sql/ instead.

alter table public.whatsapp_calls drop constraint if exists whatsapp_calls_claimed_key_length;

drop function if exists skale_calls.same_facts(public.whatsapp_calls, public.whatsapp_calls);

drop function if exists skale_calls.join_hung_up(public.whatsapp_calls);

drop function if exists skale_calls.record_event(jsonb);

drop function if exists skale_calls.pending_id(text);

drop function if exists skale_calls.write_ledger(jsonb, text, text, text, jsonb, text);

-- These functions refer to each other in any order.
set check_function_bodies = off;

-- Chooses the number to use: { userId, inboxId?, defaultBusinessPhone? }. It is the number of the chosen inbox or, if the inbox has
-- no number, the default. `refusal` is set if there is none.
create or replace function skale_calls.choose_number(
  asked jsonb,
  inbox_id out uuid, branch_id out uuid, business_phone out text, provider_phone_id out text, refusal out text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  agent constant uuid := asked ->> 'userId';
  inbox record;
begin
  select * into inbox
  from skale_calls.choose_inbox(agent, skale_calls.home_branch(agent), (asked ->> 'inboxId')::uuid);
  inbox_id := inbox.id;
  branch_id := inbox.branch_id;
  provider_phone_id := inbox.provider_phone_id;
  business_phone := coalesce(
    '+' || nullif(pg_catalog.regexp_replace(inbox.phone_number, '\D', '', 'g'), ''),
    asked ->> 'defaultBusinessPhone'
  );
  refusal := coalesce(
    inbox.refusal, case when business_phone is null then 'business_number_missing' end
  );
end
$$;

-- The provider that the host names for an inbox, tidied, because people write it into a column; null if it names none.
create or replace function skale_calls.named_provider(inbox_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select nullif(pg_catalog.lower(pg_catalog.btrim(skale_calls.inbox_provider(inbox_id))), '')
$$;

-- The provider of an inbox: the one that the host names or, if it names none, the standard provider of the deployment.
create or replace function skale_calls.choose_provider(asked jsonb, inbox_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(skale_calls.named_provider(inbox_id), asked ->> 'provider')
$$;

create or replace function skale_calls.other_provider(chosen text)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object('outcome', 'other_provider', 'provider', chosen)
$$;

/*
 * Creates the row of an outgoing call before the phone rings. { id, userId, contactPhone | contactUserId, provider, providers,
 * inboxId?, leadId?, defaultBusinessPhone? } -> { outcome, call?, inbox? }, or { outcome: "other_provider", provider } if the
 * inbox's provider is not one of `providers`.
 */
create or replace function public.begin_whatsapp_call(p_call jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_call);
  agent uuid := (asked ->> 'userId')::uuid;
  number record;
  chosen text;
  lead uuid := (asked ->> 'leadId')::uuid;
  call public.whatsapp_calls;
  outcome text := 'exists';
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid;
  if call.id is null then
    select * into number from skale_calls.choose_number(asked);
    if number.refusal is not null then
      return skale_calls.refuse(number.refusal);
    end if;
    if lead is not null and not exists (
      select from skale_calls.lead_branch(lead) l
      where l.branch_id is null or skale_calls.can_see(agent, l.branch_id)
    ) then
      return skale_calls.refuse('lead_not_found');
    end if;
    chosen := skale_calls.choose_provider(asked, number.inbox_id);
    if (asked -> 'providers' ? chosen) is false then
      return skale_calls.other_provider(chosen);
    end if;
    insert into public.whatsapp_calls (
      id, call_id, contact_phone, contact_user_id, direction, direction_source, status, started_at, user_id,
      branch_id, inbox_id, lead_id, provider, business_phone, provider_phone_id
    ) values (
      (asked ->> 'id')::uuid, skale_calls.pending_call_id((asked ->> 'id')::uuid), asked ->> 'contactPhone',
      asked ->> 'contactUserId', 'saliente', 'dialled', 'iniciando', now(), agent,
      number.branch_id, number.inbox_id, lead, chosen, number.business_phone, number.provider_phone_id
    )
    -- Without a target, because a request with the same id at the same time can meet the unique call_id first.
    on conflict do nothing
    returning * into call;
    if call.id is not null then
      outcome := 'created';
      perform skale_calls.write_act('dialled', call);
    else
      -- A concurrent request with the same id created the row first, for example after a double click.
      select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid;
    end if;
  end if;

  if outcome = 'exists' and (
    call.user_id is distinct from agent or call.direction_source is distinct from 'dialled'
  ) then
    return skale_calls.refuse('call_id_taken');
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', outcome, 'call', skale_calls.show_call(call),
    'inbox', skale_calls.show_inbox(call.inbox_id)
  );
end
$$;

/*
 * Sets the provider's id of a dialled call. { id, callId, provider } -> { outcome: "attached" |
 * "call_not_found" | "conflict", call? }. A repeated request with the same input has no effect.
 */
create or replace function public.attach_whatsapp_call(p_call jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_call);
  new_key constant text := asked ->> 'callId';
  known public.whatsapp_calls;
  ghost public.whatsapp_calls;
  call public.whatsapp_calls;
begin
  perform pg_catalog.pg_advisory_xact_lock(skale_calls.lock_key(new_key));
  select * into known from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if known.id is null then
    return skale_calls.refuse('call_not_found');
  end if;
  if known.call_id = new_key then
    call := known;
  else
    select * into ghost from public.whatsapp_calls c where c.call_id = new_key for update;
    if not skale_calls.is_pending(known.call_id) or ghost.direction_source = 'dialled' then
      return skale_calls.refuse('conflict');
    end if;
    if ghost.id is not null then
      call := skale_calls.absorb_ghost(known, ghost);
    else
      call := known;
      call.call_id := new_key;
      call.provider_call_id := new_key;
      call := skale_calls.save_call(known, call);
      update public.whatsapp_call_events e set call_id = new_key where e.call_id = known.call_id;
    end if;
    perform skale_calls.write_act('attached', call);
  end if;
  return pg_catalog.jsonb_build_object('outcome', 'attached', 'call', skale_calls.show_call(call));
end
$$;

/* Whether a call that the user may see has this number: { phone, userId } -> boolean. Calls logged by hand are ignored. */
create or replace function public.knows_whatsapp_contact(p_contact jsonb)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from (select j ->> 'phone' as phone, (j ->> 'userId')::uuid as agent
      from (select skale_calls.unwrap(p_contact) as j) as argument) as asked
    join public.whatsapp_calls c on c.contact_phone = asked.phone
    where not skale_calls.is_logged(c.call_id) and skale_calls.can_see(asked.agent, c.branch_id)
  )
$$;

-- Availability: what is known about the account of a business number, and the business hours of an inbox.

-- The keys under which facts are stored (core: accountKeys).
create or replace function skale_calls.account_keys(phone text, phone_id text, account_id text)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.array_remove(array[
    'phone_id:' || phone_id,
    'phone:' || skale_calls.phone_key(phone),
    case when phone is null and phone_id is null then 'account:' || account_id end
  ], null)
$$;

-- Stores the facts of an account event, except those that are older than the stored ones. Returns whether it wrote anything.
create or replace function skale_calls.save_account(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  phone text := event #>> '{business,phone}';
  phone_id text := event #>> '{business,phoneId}';
  account text := event ->> 'accountId';
  inbox record;
begin
  select * into inbox from skale_calls.find_inbox(phone, phone_id);
  insert into public.whatsapp_call_numbers as n (
    number_key, fact, value, provider, provider_phone_id, business_phone, account_id, branch_id, occurred_at, event_id
  )
  select k.number_key, f.fact, f.value, event ->> 'provider', phone_id, phone, account, inbox.branch_id,
    (event ->> 'occurredAt')::timestamptz, event ->> 'id'
  from pg_catalog.unnest(skale_calls.account_keys(phone, phone_id, account)) as k (number_key),
    pg_catalog.jsonb_each(event -> 'facts') as f (fact, value)
  on conflict on constraint whatsapp_call_numbers_fact_key do update set
    value = excluded.value,
    provider = excluded.provider,
    provider_phone_id = coalesce(excluded.provider_phone_id, n.provider_phone_id),
    business_phone = coalesce(excluded.business_phone, n.business_phone),
    account_id = coalesce(excluded.account_id, n.account_id),
    branch_id = coalesce(excluded.branch_id, n.branch_id),
    occurred_at = excluded.occurred_at,
    event_id = excluded.event_id,
    updated_at = now()
  where skale_calls.is_newer_fact(excluded, n);
  return found;
end
$$;

-- The newest facts about a number and about the account that it belongs to. Facts that were told under the number alone or under
-- its id at the provider alone are joined by the facts phone and phone_id (core: joinedKeys).
create or replace function skale_calls.account_facts(phone text, phone_id text)
returns table (fact text, value jsonb, occurred_at timestamptz, event_id text)
language sql
stable
set search_path = ''
as $$
  with told as (
    select n.* from public.whatsapp_call_numbers n
    where n.number_key = any (skale_calls.account_keys(phone, phone_id, null))
  ),
  own as (
    select t.* from told t
    union
    select n.*
    from told t
    join public.whatsapp_call_numbers n on n.number_key = any (case
      when t.fact = 'phone_id' and account_facts.phone_id is null
        then skale_calls.account_keys(null, t.value #>> '{}', null)
      when t.fact = 'phone' and account_facts.phone is null
        then skale_calls.account_keys(t.value #>> '{}', null, null)
    end)
  ),
  account as (
    select o.value #>> '{}' as id from own o
    where o.fact = 'account_id'
    order by o.occurred_at desc, o.event_id collate "C" desc
    limit 1
  ),
  known as (
    select o.fact, o.value, o.occurred_at, o.event_id from own o
    union all
    select n.fact, n.value, n.occurred_at, n.event_id
    from account a
    join public.whatsapp_call_numbers n on n.number_key = any (skale_calls.account_keys(null, null, a.id))
  )
  select distinct on (k.fact) k.fact, k.value, k.occurred_at, k.event_id
  from known k
  order by k.fact, k.occurred_at desc, k.event_id collate "C" desc
$$;

-- Whether an inbox with these hours is open (core: isOpen). The wall clock of the time zone decides.
create or replace function skale_calls.is_open(hours public.whatsapp_call_hours, moment timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  local_time constant timestamp := moment at time zone hours.time_zone;
  day constant text := pg_catalog.to_char(local_time, 'YYYY-MM-DD');
  clock constant text := pg_catalog.to_char(local_time, 'HH24:MI');
  today constant int := pg_catalog.date_part('isodow', local_time);
  yesterday constant int := case today when 1 then 7 else today - 1 end;
  holiday_open constant boolean := (
    select coalesce(pg_catalog.bool_or(
      (h ->> 'open') collate "C" <= clock and clock < (h ->> 'close') collate "C"
    ), false)
    from pg_catalog.jsonb_array_elements(hours.holidays) as h
    where h ->> 'date' = day
    having count(*) > 0
  );
begin
  if holiday_open is not null then
    return holiday_open;
  end if;
  return exists (
    select
    from pg_catalog.jsonb_array_elements(hours.weekly) as w,
      lateral (
        select (w ->> 'day')::int as weekday,
          (w ->> 'open') collate "C" as opens, (w ->> 'close') collate "C" as closes
      ) as i
    where case
      when i.opens < i.closes then i.weekday = today and i.opens <= clock and clock < i.closes
      else (i.weekday = today and i.opens <= clock) or (i.weekday = yesterday and clock < i.closes)
    end
  );
end
$$;

-- Whether a moment is outside of the hours of an inbox; null if the inbox has none.
create or replace function skale_calls.is_outside_hours(inbox uuid, at timestamptz)
returns boolean
language sql
stable
set search_path = ''
as $$
  select not skale_calls.is_open(h, at)
  from public.whatsapp_call_hours h
  where h.inbox_id = inbox
$$;

-- Refuses hours that is_open cannot read, whoever writes them: a webhook would fail because of them.
create or replace function skale_calls.check_call_hours()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform now() at time zone new.time_zone,
    (select count((w ->> 'day')::int) from pg_catalog.jsonb_array_elements(new.weekly) as w),
    (select count(h ->> 'date') from pg_catalog.jsonb_array_elements(new.holidays) as h);
  return new;
end
$$;

/*
 * Finds what is known about the availability of an inbox that the user may see. { userId, inboxId?, defaultBusinessPhone? } ->
 * { outcome: "found", inbox, state } or { outcome: refusal }.
 */
create or replace function public.find_whatsapp_call_availability(p_query jsonb)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_query);
  number record;
begin
  select * into number from skale_calls.choose_number(asked);
  -- An inbox without a number has hours and pickups too.
  if number.refusal <> 'business_number_missing' then
    return skale_calls.refuse(number.refusal);
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', 'found',
    'inbox', skale_calls.show_inbox(number.inbox_id),
    'state', pg_catalog.jsonb_build_object(
      'inboxId', number.inbox_id,
      'businessPhone', number.business_phone,
      'facts', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'fact', f.fact, 'value', f.value, 'occurredAt', f.occurred_at, 'eventId', f.event_id
        )), '[]')
        from skale_calls.account_facts(number.business_phone, number.provider_phone_id) as f
      ),
      'hours', (
        select pg_catalog.jsonb_build_object(
          'time_zone', h.time_zone, 'weekly', h.weekly, 'holidays', h.holidays
        )
        from public.whatsapp_call_hours h where h.inbox_id = number.inbox_id
      ),
      'pickup', skale_calls.count_pickups(number.inbox_id, now())
    )
  );
end
$$;

/*
 * Sets the business hours of an inbox; null deletes them. { inboxId, hours } -> { outcome: "saved", inbox } or
 * { outcome: "inbox_not_found" }. The caller has checked the hours.
 */
create or replace function public.set_whatsapp_call_hours(p_hours jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_hours);
  inbox constant jsonb := skale_calls.show_inbox((asked ->> 'inboxId')::uuid);
  hours constant jsonb := nullif(asked -> 'hours', 'null'::jsonb);
begin
  if inbox is null then
    return skale_calls.refuse('inbox_not_found');
  end if;
  if hours is null then
    delete from public.whatsapp_call_hours h where h.inbox_id = (inbox ->> 'id')::uuid;
  else
    insert into public.whatsapp_call_hours (inbox_id, time_zone, weekly, holidays)
    values (
      (inbox ->> 'id')::uuid, hours ->> 'time_zone', hours -> 'weekly', coalesce(hours -> 'holidays', '[]')
    )
    on conflict (inbox_id) do update set
      time_zone = excluded.time_zone,
      weekly = excluded.weekly,
      holidays = excluded.holidays,
      updated_at = now();
  end if;
  return pg_catalog.jsonb_build_object('outcome', 'saved', 'inbox', inbox);
end
$$;

-- The row as the functions return it, without raw_payload, a column of the guide that stays empty.
create or replace function skale_calls.show_call(call public.whatsapp_calls)
returns jsonb
language sql
stable
as $$
  select pg_catalog.to_jsonb(call) - 'raw_payload'
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

-- Claims ensure that only one agent answers a call. The call's row contains the agent who claimed it. The key of the claim is
-- in whatsapp_call_claims, which agents cannot read.

create or replace function skale_calls.claimed_key(call uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select k.key from public.whatsapp_call_claims k where k.id = claimed_key.call
$$;

/*
 * Claims an incoming call, to answer or reject it: { id, userId, key, accepts? } -> { outcome: "claimed" |
 * "already_answered" | "already_claimed" | "not_ringing" | "call_not_found", call? }. The same user can repeat the claim
 * with the same key until another claim replaces it.
 */
create or replace function public.claim_whatsapp_call(p_claim jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_claim);
  agent constant uuid := (asked ->> 'userId')::uuid;
  call public.whatsapp_calls;
  outcome text;
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if call.id is null or skale_calls.can_see(agent, call.branch_id) is not true then
    return skale_calls.refuse('call_not_found');
  end if;
  outcome := skale_calls.judge_claim(
    call, skale_calls.claimed_key(call.id), agent, asked ->> 'key',
    exists (select from public.whatsapp_call_sessions s where s.id = call.id), now()
  );
  if outcome = 'claimed' then
    update public.whatsapp_calls c
    set claimed_by = agent, claimed_at = now()
    where c.id = call.id
    returning * into call;
    insert into public.whatsapp_call_claims as known (id, key, accepts)
    values (call.id, asked ->> 'key', coalesce((asked ->> 'accepts')::boolean, false)::int)
    on conflict (id) do update set
      key = excluded.key,
      accepts = excluded.accepts + case when known.key = excluded.key then known.accepts else 0 end;
  elsif outcome <> 'already_answered' then
    return skale_calls.refuse(outcome);
  end if;
  return pg_catalog.jsonb_build_object('outcome', outcome, 'call', skale_calls.show_call(call));
end
$$;

-- Releases a claim that this user made with this key, unless an earlier accept of it may have answered the call (core:
-- mayRelease): { id, userId, key, accepts? }. The claim is read while the call's row is locked, because every change of the claim
-- locks this row first.
create or replace function public.release_whatsapp_call_claim(p_claim jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_claim);
  call public.whatsapp_calls;
begin
  select * into call from public.whatsapp_calls c where c.id = (asked ->> 'id')::uuid for update;
  if call.answered_at is null
    and skale_calls.is_own_claim(
      call, skale_calls.claimed_key(call.id), (asked ->> 'userId')::uuid, asked ->> 'key'
    )
    and exists (
      select from public.whatsapp_call_claims k
      where k.id = call.id and k.accepts = coalesce((asked ->> 'accepts')::boolean, false)::int
    )
  then
    update public.whatsapp_calls c set claimed_by = null, claimed_at = null where c.id = call.id;
    delete from public.whatsapp_call_claims k where k.id = call.id;
  end if;
end
$$;

-- What calls cost: the rate cards that the account's owner loads, the price of a call, and sums for the page. The amounts are
-- exact decimal numbers; only the page rounds them. The short functions have no `set`, so that Postgres inlines them.

/*
 * Replaces the rate cards: [{ currency, effectiveFrom, effectiveTo?, markets: [{ name, countries, tiers, source: { text,
 * quality } }] }], as core's readRateCards returns them. Returns the number of markets.
 */
create or replace function public.save_whatsapp_call_rates(p_cards jsonb)
returns int
language plpgsql
security definer
set search_path = ''
as $$
declare
  saved int;
begin
  -- Two savers at the same time would keep the cards of both.
  lock table public.whatsapp_call_rates in share row exclusive mode;
  delete from public.whatsapp_call_rates where true;
  insert into public.whatsapp_call_rates
    (currency, effective_from, effective_to, market, countries, tiers, source, source_quality)
  select
    c.card ->> 'currency', (c.card ->> 'effectiveFrom')::date, (c.card ->> 'effectiveTo')::date, m.market ->> 'name',
    array(select pg_catalog.jsonb_array_elements_text(m.market -> 'countries')), m.market -> 'tiers',
    m.market #>> '{source,text}', m.market #>> '{source,quality}'
  from pg_catalog.jsonb_array_elements(skale_calls.unwrap(p_cards)) with ordinality as c (card, place),
    pg_catalog.jsonb_array_elements(c.card -> 'markets') with ordinality as m (market, place)
  order by c.place, m.place;
  get diagnostics saved = row_count;
  return saved;
end
$$;

-- The seconds of a conversation: 0 if nobody answered, null if they are unknown (core: talkSeconds).
create or replace function skale_calls.talk_seconds(call public.whatsapp_calls)
returns int
language sql
immutable
as $$
  select case
    when call.duration_seconds > 0 then call.duration_seconds
    when not skale_calls.is_talk(call) then 0
  end
$$;

-- The first day of the month to which a moment belongs.
create or replace function skale_calls.month_of(moment timestamptz, time_zone text)
returns date
language sql
stable
as $$
  select pg_catalog.date_trunc('month', moment at time zone time_zone)::date
$$;

/*
 * The price of a minute for calls to a country on a day (core: estimateCallCost), if the account's minutes of the month are
 * `reached` with the call. Without a price there is a reason: the calls are free, or their cost is unknown. `talked` is true if
 * the calls have a duration, false if nobody answered, and null if the duration is unknown.
 */
create or replace function skale_calls.call_rate(
  direction text, country text, talked boolean, called_on date, reached numeric
)
returns table (
  currency text, per_minute text, market text, above_minutes numeric, up_to_minutes numeric, effective_from date, reason text
)
language sql
stable
as $$
  select
    case when t.per_minute is not null then r.currency::text end,
    t.per_minute,
    case when t.per_minute is not null then r.market end,
    t.above_minutes,
    t.up_to_minutes,
    case when t.per_minute is not null then r.effective_from end,
    coalesce(n.reason, case
      when t.per_minute is not null then null
      when r.id is not null then 'tier_unknown'
      when exists (
        select from public.whatsapp_call_rates o
        where o.effective_from <= called_on and (o.effective_to is null or called_on <= o.effective_to)
      ) then 'market_unknown'
      else 'no_card'
    end)
  from (
    select case
      when direction = 'entrante' then 'incoming'
      when direction is null then 'direction_unknown'
      when not talked then 'not_answered'
      when talked is null then 'duration_unknown'
      when country is null then 'country_unknown'
    end as reason
  ) as n
  left join lateral (
    select * from public.whatsapp_call_rates c
    where n.reason is null and c.countries @> array[country]
      and c.effective_from <= called_on and (c.effective_to is null or called_on <= c.effective_to)
    order by c.effective_from desc
    limit 1
  ) as r on true
  left join lateral (
    select
      e.tier ->> 'perMinute' as per_minute,
      (e.tier ->> 'upToMinutes')::numeric as up_to_minutes,
      case when e.place = 1 then 0 else (r.tiers -> (e.place::int - 2) ->> 'upToMinutes')::numeric end as above_minutes
    from pg_catalog.jsonb_array_elements(r.tiers) with ordinality as e (tier, place)
    where e.tier ->> 'upToMinutes' is null or reached <= (e.tier ->> 'upToMinutes')::numeric
    order by e.place
    limit 1
  ) as t on true
$$;

-- The amount for pulses at the price of a minute: 0 for free calls, null if the cost is unknown.
create or replace function skale_calls.call_amount(pulses bigint, per_minute text, reason text)
returns numeric
language sql
immutable
as $$
  select case
    when reason in ('incoming', 'not_answered') then 0
    else skale_calls.of_pulses(pulses, per_minute::numeric)
  end
$$;

/*
 * The calls with which the account enters the tiers of its rate cards, in the months of a window: each with the minutes of the
 * month that are reached with it. All outgoing calls of the account count, in the order of their creation. The function runs
 * with the owner's privileges, because an agent sees only a part of these calls. It returns no call below the end of a first
 * tier.
 */
create or replace function skale_calls.tier_starts(starts timestamptz, ends timestamptz, time_zone text)
returns table (month date, created_at timestamptz, id uuid, minutes numeric)
language sql
stable
security definer
set search_path = ''
as $$
  with tier_ends as (
    select distinct skale_calls.pulses_of((t.tier ->> 'upToMinutes')::bigint) as pulses
    from public.whatsapp_call_rates r, pg_catalog.jsonb_array_elements(r.tiers) as t (tier)
    where t.tier ->> 'upToMinutes' is not null
  ),
  counted as (
    select
      m.month, c.created_at, c.id, p.pulses,
      sum(p.pulses) over (partition by m.month order by c.created_at, c.id) as reached
    from public.whatsapp_calls c,
      lateral (select skale_calls.month_of(c.created_at, time_zone) as month) as m,
      lateral (select skale_calls.call_pulses(c.duration_seconds) as pulses) as p
    where exists (select from tier_ends) and c.direction = 'saliente' and c.duration_seconds > 0
      and skale_calls.is_over(c) and not skale_calls.is_logged(c.call_id)
      -- Where the clocks go back in the first hour of a month, that hour occurs twice.
      and c.created_at >= (skale_calls.month_of(starts, time_zone)::timestamp at time zone time_zone) - interval '1 hour'
      and m.month >= skale_calls.month_of(starts, time_zone)
      and c.created_at < ends
  )
  select distinct n.month, n.created_at, n.id, skale_calls.of_pulses(n.reached, 1)
  from counted n
  join tier_ends e on e.pulses >= n.reached - n.pulses and e.pulses < n.reached
$$;

/*
 * Calls, minutes and costs by `month`, `branch`, `agent` or `inbox`: [{ key, currency, reason, calls, talkSeconds,
 * pulses, amount }]. Amounts of different currencies are in different rows, and calls without a price have a reason. It
 * counts the calls that were created in the window and are over, without those logged by hand; months and days are those of
 * the WhatsApp Business account's time zone. The function runs with the caller's privileges, so row-level security limits what is counted. The tiers follow
 * from the calls of the whole account.
 */
create or replace function public.whatsapp_call_costs(
  p_from timestamptz, p_to timestamptz, p_group text, p_account_time_zone text default 'UTC', p_branch_id uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if (p_from < p_to and (p_to at time zone p_account_time_zone)::date - (p_from at time zone p_account_time_zone)::date <= 367) is not true then
    raise exception 'The window is empty, or has more than 367 days.' using errcode = '22023';
  end if;
  if (p_group in ('month', 'branch', 'agent', 'inbox')) is not true then
    raise exception 'The group must be month, branch, agent or inbox.' using errcode = '22023';
  end if;
  return (
    with starts as materialized (
      select * from skale_calls.tier_starts(p_from, p_to, p_account_time_zone)
    ),
    -- The numbers of a group belong to one country: they begin with the same digits.
    grouped as materialized (
      select
        case p_group
          when 'month' then pg_catalog.to_char(m.month, 'YYYY-MM')
          when 'branch' then c.branch_id::text
          when 'agent' then c.user_id::text
          else c.inbox_id::text
        end as key,
        c.direction,
        pg_catalog.left(c.contact_phone, 5) as start,
        c.contact_phone ~ '^\+?[1-9]\d{6,14}$' as is_number,
        skale_calls.talk_seconds(c) > 0 as talked,
        (c.created_at at time zone p_account_time_zone)::date as called_on,
        (
          select max(s.minutes) from starts s
          where s.month = m.month and (s.created_at, s.id) <= (c.created_at, c.id)
        ) as reached,
        min(c.contact_phone) as phone,
        count(*) as calls,
        coalesce(sum(c.duration_seconds), 0) as seconds,
        coalesce(sum(skale_calls.call_pulses(c.duration_seconds)) filter (where c.direction = 'saliente'), 0) as pulses
      from public.whatsapp_calls c,
        lateral (select skale_calls.month_of(c.created_at, p_account_time_zone) as month) as m
      where c.created_at >= p_from and c.created_at < p_to
        and (p_branch_id is null or c.branch_id = p_branch_id)
        and skale_calls.is_over(c) and not skale_calls.is_logged(c.call_id)
      group by 1, 2, 3, 4, 5, 6, 7
    ),
    counted as materialized (
      select g.key, g.direction, skale_calls.phone_country(g.phone) as country, g.talked, g.called_on, g.reached,
        sum(g.calls) as calls, sum(g.seconds) as seconds, sum(g.pulses) as pulses
      from grouped g
      group by 1, 2, 3, 4, 5, 6
    ),
    sums as (
      select
        c.key,
        r.currency,
        r.reason,
        sum(c.calls) as calls,
        sum(c.seconds) as "talkSeconds",
        sum(c.pulses) as pulses,
        pg_catalog.trim_scale(sum(skale_calls.call_amount(c.pulses::bigint, r.per_minute, r.reason)))::text as amount
      from counted c,
        skale_calls.call_rate(c.direction, c.country, c.talked, c.called_on, coalesce(c.reached, 0)) as r
      group by c.key, r.currency, r.reason
    )
    select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(s) order by s.key, s.currency, s.reason), '[]') from sums s
  );
end
$$;

/*
 * What a page needs to estimate the cost of the next call: { cards, minutesThisMonth }. The minutes are at most those of the
 * account in this month of the account's time zone, and in the same tier.
 */
create or replace function public.whatsapp_call_rate_cards(p_account_time_zone text default 'UTC')
returns jsonb
language sql
stable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'cards', coalesce((
      select pg_catalog.jsonb_agg(c.card order by c.place)
      from (
        select
          min(r.id) as place,
          pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
            'currency', r.currency,
            'effectiveFrom', r.effective_from,
            'effectiveTo', r.effective_to
          )) || pg_catalog.jsonb_build_object('markets', pg_catalog.jsonb_agg(
            pg_catalog.jsonb_build_object(
              'name', r.market,
              'countries', r.countries,
              'tiers', r.tiers,
              'source', pg_catalog.jsonb_build_object('text', r.source, 'quality', r.source_quality)
            )
            order by r.id
          )) as card
        from public.whatsapp_call_rates r
        group by r.currency, r.effective_from, r.effective_to
      ) as c
    ), '[]'),
    'minutesThisMonth', coalesce((
      select pg_catalog.max(s.minutes)::text from skale_calls.tier_starts(now(), now(), p_account_time_zone) s
      where s.month = skale_calls.month_of(now(), p_account_time_zone)
    ), '0')
  )
$$;

-- The right of a person to have their data deleted.

/*
 * Deletes everything about one contact: { phone } in E.164, or { userId } -> { calls, paths }, the number of calls and the paths
 * of their files. It includes the phones and the WhatsApp user ids that are known to belong to the same contact. By a phone, it does
 * not include user ids that only a change joins, because somebody else can have a former number now. Calls, sessions and claims are
 * deleted, the consent, and every entry of the ledger about them, also one that belongs to no call and has a number, in any form, or an
 * id of the contact in its payload. The rows of stored files stay without their call until the worker has deleted the files. Leads
 * belong to the host.
 */
create or replace function public.erase_whatsapp_contact(p_contact jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_contact);
  phone_keys text[] := array_remove(array[skale_calls.phone_key(asked ->> 'phone')], null);
  user_ids text[] := array_remove(array[asked ->> 'userId'], null);
  contact_keys text[];
  phones text[];
  call_ids text[];
  paths jsonb;
begin
  if pg_catalog.cardinality(phone_keys || user_ids) <> 1 then
    raise exception 'Name one contact: a phone or a userId.' using errcode = 'invalid_parameter_value';
  end if;
  if asked ->> 'phone' !~ '^\+[1-9][0-9]{6,14}$' then
    raise exception 'Write the phone in E.164, such as +525512345678.' using errcode = 'invalid_parameter_value';
  end if;
  contact_keys := case
    when pg_catalog.cardinality(phone_keys) = 1 then skale_calls.joined_contact_keys(phone_keys[1])
    else skale_calls.contact_keys(user_ids[1])
  end;
  phone_keys := array(select k from pg_catalog.unnest(contact_keys) as k where k ~ '^[+0-9]+$');
  user_ids := array(select k from pg_catalog.unnest(contact_keys) as k where k !~ '^[+0-9]+$');

  with erased as (
    delete from public.whatsapp_calls c
    where skale_calls.phone_key(c.contact_phone) = any (phone_keys)
      or c.contact_user_id = any (user_ids)
    returning c.id, c.call_id, c.contact_phone
  )
  select coalesce(array_agg(e.call_id), '{}'),
    array_remove(array_agg(distinct e.contact_phone) || (asked ->> 'phone'), null),
    (
      select coalesce(pg_catalog.jsonb_agg(f.path), '[]')
      from public.whatsapp_call_media m
      cross join lateral (values (m.path), (m.attempt_path)) as f (path)
      where f.path is not null and (
        m.call in (select id from erased)
        -- Files that already wait for their deletion.
        or m.call is null
          and pg_catalog.split_part(m.path, '/', 2) in (select id::text from erased)
      )
    )
  into call_ids, phones, paths
  from erased e;

  with erased as (
    delete from public.whatsapp_call_permissions p
    where p.contact_key = any (contact_keys) or p.contact_user_id = any (user_ids)
      or skale_calls.phone_key(p.contact_phone) = any (phone_keys)
    returning p.contact_phone
  )
  select phones || coalesce(array_agg(distinct e.contact_phone), '{}') into phones from erased e;
  with erased as (
    delete from public.whatsapp_call_permission_requests r
    where r.contact_key = any (contact_keys) or r.contact_user_id = any (user_ids)
      or skale_calls.phone_key(r.contact_phone) = any (phone_keys)
    returning r.contact_phone
  )
  select array_remove(phones || coalesce(array_agg(distinct e.contact_phone), '{}'), null)
  into phones
  from erased e;

  delete from public.whatsapp_call_contact_changes m
  where m.contact_user_id = any (user_ids) or m.previous_user_id = any (user_ids)
    or m.contact_key = any (phone_keys);

  delete from public.whatsapp_call_events e
  where e.call_id = any (call_ids)
    or e.payload is not null and exists (
      select from pg_catalog.unnest(user_ids || array(
        select distinct pg_catalog.regexp_replace(a, '\D', '', 'g')
        from pg_catalog.unnest(phones || phone_keys) as p
        cross join pg_catalog.unnest(skale_calls.phone_aliases(p)) as a
      )) as trace
      -- A shorter text may be a part of anything.
      where pg_catalog.length(trace) >= 8 and pg_catalog.strpos(e.payload::text, trace) > 0
    );
  return pg_catalog.jsonb_build_object(
    'calls', pg_catalog.cardinality(call_ids), 'paths', paths
  );
end
$$;

-- record_whatsapp_call_events stores the events of one webhook in one statement: either all of their effects or none.

-- A webhook waits for another webhook or attach_whatsapp_call with the same call, and for another delivery of the same event. All
-- locks are taken in one fixed order, so two webhooks cannot deadlock.
create or replace function skale_calls.lock_events(records jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  call_lock bigint;
  event_lock bigint;
begin
  if pg_catalog.jsonb_array_length(records) = 1 and records #>> '{0,event,kind}' <> 'account' then
    -- The usual webhook has one event. These are expressions, because each query takes many times longer.
    call_lock := skale_calls.lock_key(records #>> '{0,event,callId}');
    event_lock := skale_calls.lock_key((records #>> '{0,event,provider}') || ' ' || (records #>> '{0,event,id}'));
    return pg_catalog.pg_advisory_xact_lock(least(call_lock, event_lock)) is not null
      and pg_catalog.pg_advisory_xact_lock(greatest(call_lock, event_lock)) is not null;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(key) from (
    select distinct key from pg_catalog.jsonb_array_elements(records) as r,
      lateral (values
        (skale_calls.lock_key(r #>> '{event,callId}')),
        (skale_calls.lock_key((r #>> '{event,provider}') || ' ' || (r #>> '{event,id}'))),
        -- Account events are rare, and each writes several rows: they wait for each other.
        (case when r #>> '{event,kind}' = 'account' then skale_calls.lock_key('account') end)
      ) as keys (key)
    where key is not null
    order by key
  ) as ordered;
  return true;
end
$$;

-- Writes an event to the ledger. The function is in plpgsql, because every event calls it and plpgsql keeps its plan for the
-- session.
create or replace function skale_calls.write_ledger(item jsonb, call_key text, outcome text, error text)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  event constant jsonb := item -> 'event';
begin
  insert into public.whatsapp_call_events
    (provider, event_id, call_id, kind, occurred_at, outcome, error, payload, body_sha256)
  values (
    pg_catalog.left(event ->> 'provider', skale_calls.text_length('whatsapp_call_events.provider')),
    pg_catalog.left(event ->> 'id', skale_calls.text_length('whatsapp_call_events.event_id')),
    case
      when pg_catalog.char_length(call_key) <= skale_calls.text_length('whatsapp_call_events.call_id')
        then call_key
    end,
    pg_catalog.left(event ->> 'kind', skale_calls.text_length('whatsapp_call_events.kind')),
    case when outcome <> 'dead_letter' then (event ->> 'occurredAt')::timestamptz end,
    outcome,
    pg_catalog.left(error, skale_calls.text_length('whatsapp_call_events.error')),
    nullif(item -> 'payload', 'null'::jsonb),
    item ->> 'bodySha256'
  )
  on conflict do nothing;
  return found;
end
$$;

-- Stores the SDP of a live call.
create or replace function skale_calls.open_session(call public.whatsapp_calls, event jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  kind constant text := event ->> 'kind';
  until constant timestamptz := case kind
    when 'offer' then skale_calls.rings_until((event ->> 'occurredAt')::timestamptz, now())
  end;
begin
  if event #>> '{session,sdp}' is not null and skale_calls.keeps_session(call, kind, until, now()) then
    insert into public.whatsapp_call_sessions (id, sdp_type, sdp, rings_until)
    values (call.id, kind, event #>> '{session,sdp}', until)
    on conflict (id) do nothing;
  end if;
end
$$;

-- Records one event: ledger, merge, status, session. The calling function holds the locks. An event of one of our own requests
-- (dial, answer, hang-up, ...) contains the id of the call's row, because call_id changes when the provider's id becomes known. An
-- event that is replayed contains the time of its arrival, so that a call that is made again is none of today's.
-- Returns { eventId, outcome, joined, call }.
create or replace function skale_calls.store_event(item jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  event constant jsonb := item -> 'event';
  kind constant text := event ->> 'kind';
  call_key constant text := event ->> 'callId';
  sha constant text := item ->> 'bodySha256';
  facts jsonb := nullif(item -> 'facts', 'null'::jsonb);
  known public.whatsapp_calls;
  said public.whatsapp_calls;
  call public.whatsapp_calls;
  joint public.whatsapp_calls;
  outcome text;
  is_known boolean;
  is_repeated boolean;
  is_written boolean;
  contradicts boolean := false;
begin
  if item ? 'id' then
    known := (select c from public.whatsapp_calls c where c.id = (item ->> 'id')::uuid for update);
  else
    known := (select c from public.whatsapp_calls c where c.call_id = call_key for update);
  end if;
  is_known := known.id is not null;
  call := known;

  -- Null if the ledger does not contain the event.
  is_repeated := (
    select pg_catalog.bool_or(e.body_sha256 is not distinct from sha)
    from public.whatsapp_call_events e
    where e.provider = event ->> 'provider' and e.event_id = event ->> 'id'
      -- Only the months are searched in which it can have arrived.
      and e.received_at >= skale_calls.told_since((event ->> 'occurredAt')::timestamptz, now())
  );

  if is_repeated is not null then
    outcome := case when is_repeated then 'duplicate' else 'conflict' end;
  elsif item ? 'error' then
    outcome := 'dead_letter';
  elsif kind in ('permission', 'contact_change', 'account', 'permission_request') then
    outcome := case when case kind
      when 'permission' then skale_calls.save_permission(event)
      when 'contact_change' then skale_calls.save_contact_change(event)
      when 'account' then skale_calls.save_account(event)
      else skale_calls.save_permission_request(event)
    end then 'applied' else 'no_change' end;
  elsif facts is null or call_key is null
    -- An event of one of our own requests never creates a row.
    or not is_known and event ->> 'provider' = 'skale'
  then
    outcome := 'no_change';
  else
    if event ? 'parties' and coalesce(facts ->> 'direction_source', 'default') = 'default' then
      facts := skale_calls.place_parties(facts, event -> 'parties');
    end if;
    said := pg_catalog.jsonb_populate_record(null::public.whatsapp_calls, facts);
    if skale_calls.tells_more_than_progress(known, said) then
      said := skale_calls.fit_texts(said);
      contradicts := is_known and skale_calls.contradicts(known, said);
    end if;
    call := skale_calls.merge_facts(known, said);
    outcome := case
      when contradicts then 'conflict'
      when is_known and call is not distinct from known then 'no_change'
      else 'applied'
    end;
    if call.contact_name is null or call.contact_name = known.contact_profile_name then
      call.contact_name := call.contact_profile_name;
    end if;
    if skale_calls.takes_call(kind) and event ? 'agentId' then
      call.user_id := coalesce(call.user_id, (event ->> 'agentId')::uuid);
      call.branch_id := coalesce(call.branch_id, skale_calls.home_branch(call.user_id));
    elsif kind = 'terminated' and call.user_id is null and call.claimed_by is not null
      and skale_calls.is_claimants_talk(call, skale_calls.claimed_key(call.id))
    then
      call.user_id := call.claimed_by;
      call.branch_id := coalesce(call.branch_id, skale_calls.home_branch(call.user_id));
    end if;
    call := skale_calls.settle_call(call);
    -- The hours are judged when the inbox or the beginning becomes known or changes, because hours change later.
    if (call.direction, call.inbox_id, call.started_at)
      is distinct from (known.direction, known.inbox_id, known.started_at)
    then
      call.outside_hours := case
        when call.direction = 'entrante'
          then skale_calls.is_outside_hours(call.inbox_id, call.started_at)
      end;
    end if;
    if is_known then
      call := skale_calls.save_call(known, call);
    else
      call.id := gen_random_uuid();
      call.call_id := call_key;
      call.provider_call_id := call_key;
      call.created_at := coalesce((item ->> 'receivedAt')::timestamptz, now());
      call.updated_at := now();
      insert into public.whatsapp_calls values (call.*);
      if kind in ('recording', 'transcript') then
        perform skale_calls.queue_media(call);
      end if;
    end if;
    if kind in ('offer', 'answer') then
      perform skale_calls.open_session(call, event);
    end if;
    if skale_calls.is_awaiting_ghost(call) or skale_calls.is_undialled(call) then
      joint := skale_calls.join_awaited(call);
      if joint.id is not null then
        call := joint;
      end if;
    end if;
  end if;

  if outcome <> 'duplicate' then
    is_written := skale_calls.write_ledger(item, coalesce(call.call_id, call_key), outcome, item ->> 'error');
  end if;
  return pg_catalog.jsonb_build_object(
    'eventId', event -> 'id', 'outcome', outcome, 'joined', joint.id is not null,
    'call', case when call.id is not null then skale_calls.show_call(call) end
  );
end
$$;

-- Records the events of a webhook of which Postgres rejects at least one: each event has a subtransaction of its own, and an event
-- that Postgres rejects becomes a dead letter.
create or replace function skale_calls.record_singly(records jsonb)
returns jsonb[]
language plpgsql
set search_path = ''
as $$
declare
  item jsonb;
  is_written boolean;
  results jsonb[] := '{}';
begin
  for item in select * from pg_catalog.jsonb_array_elements(records) loop
    begin
      results := results || skale_calls.store_event(item);
    exception
      when data_exception or integrity_constraint_violation or program_limit_exceeded then
        is_written := skale_calls.write_ledger(item, item #>> '{event,callId}', 'dead_letter', sqlerrm);
        results := results || pg_catalog.jsonb_build_object(
          'eventId', item #>> '{event,id}', 'outcome', case when is_written then 'dead_letter' else 'duplicate' end,
          'joined', false, 'call', null
        );
    end;
  end loop;
  return results;
end
$$;

/*
 * Records the events of one webhook, or the event of one of our own requests: [{ event, facts, payload, bodySha256, id? }]. Returns
 * [{ eventId, outcome, joined, call }] in the same order. If Postgres rejects the data of an event, only that event becomes a
 * dead letter, because a retry would fail in the same way.
 */
create or replace function public.record_whatsapp_call_events(p_records jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  records constant jsonb := skale_calls.unwrap(p_records);
  last constant int := pg_catalog.jsonb_array_length(records) - 1;
  is_locked boolean;
  results jsonb[] := '{}';
begin
  is_locked := skale_calls.lock_events(records);
  begin
    for n in 0 .. last loop
      results := results || skale_calls.store_event(records -> n);
    end loop;
  exception
    when data_exception or integrity_constraint_violation or program_limit_exceeded then
      results := skale_calls.record_singly(records);
  end;
  return pg_catalog.to_jsonb(results);
end
$$;

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

create or replace function skale_calls.show_inbox(inbox_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'id', i.id, 'phoneNumber', i.phone_number, 'providerPhoneId', i.provider_phone_id,
    'provider', skale_calls.named_provider(i.id)
  )
  from skale_calls.inboxes() i where i.id = show_inbox.inbox_id
$$;

-- The months of the ledger. Until keep_whatsapp_call_ledger runs for the first time, the ledger is one table. Afterwards it is
-- partitioned by the month of arrival. The partitions are in the schema skale_calls, which no API exposes.

-- Partitions the ledger. The table of before becomes the default partition: it keeps its rows, and gets the rows of a month that
-- has no partition of its own.
create or replace function skale_calls.partition_ledger()
returns void
language plpgsql
set search_path = ''
as $$
declare
  former constant pg_catalog.pg_class := (
    select c from pg_catalog.pg_class c where c.oid = 'public.whatsapp_call_events'::regclass
  );
  reader text;
begin
  if former.relkind <> 'r' then
    return;
  end if;
  -- The sequence goes with the identity, and the new table gets one with the same name.
  alter table public.whatsapp_call_events alter column id drop identity;
  alter table public.whatsapp_call_events drop constraint whatsapp_call_events_pkey;
  alter table public.whatsapp_call_events rename to whatsapp_call_events_default;
  alter table public.whatsapp_call_events_default set schema skale_calls;
  create table public.whatsapp_call_events (
    like skale_calls.whatsapp_call_events_default including defaults including constraints
  ) partition by range (received_at);
  alter table public.whatsapp_call_events
    alter column id add generated always as identity,
    add constraint whatsapp_call_events_pkey primary key (id, received_at);
  perform pg_catalog.setval(
    'public.whatsapp_call_events_id_seq', coalesce(pg_catalog.max(e.id), 0) + 1, false
  )
  from skale_calls.whatsapp_call_events_default e;
  -- The default partition has these indexes already, and its own unique one. A partition made later gets them from here.
  create index idx_whatsapp_call_events_call on public.whatsapp_call_events (call_id, received_at);
  create index idx_whatsapp_call_events_received on public.whatsapp_call_events (received_at);
  create index idx_whatsapp_call_events_passing on public.whatsapp_call_events (received_at)
    where kind in ('unknown', 'account', 'contact_change') and call_id is null and payload is null and outcome <> 'dead_letter';
  create index idx_whatsapp_call_events_dead on public.whatsapp_call_events (received_at, id)
    where outcome = 'dead_letter';
  alter table public.whatsapp_call_events attach partition skale_calls.whatsapp_call_events_default default;

  -- The same access as before: a new table of a Supabase project has grants for everybody.
  if former.relrowsecurity then
    alter table public.whatsapp_call_events enable row level security;
  end if;
  for reader in
    select r.rolname from pg_catalog.pg_roles r where r.rolname in ('anon', 'authenticated', 'service_role')
  loop
    execute pg_catalog.format('revoke all on public.whatsapp_call_events from %I', reader);
    execute pg_catalog.format('revoke all on sequence public.whatsapp_call_events_id_seq from %I', reader);
    if pg_catalog.has_table_privilege(reader, 'skale_calls.whatsapp_call_events_default', 'insert') then
      execute pg_catalog.format('grant all on public.whatsapp_call_events to %I', reader);
    end if;
    execute pg_catalog.format('revoke all on skale_calls.whatsapp_call_events_default from %I', reader);
  end loop;
end
$$;

-- The partition of the month of a time.
create or replace function skale_calls.ledger_month(at timestamptz)
returns text
language sql
stable
set search_path = ''
as $$
  select 'whatsapp_call_events_' || pg_catalog.to_char(at at time zone 'UTC', 'YYYY_MM')
$$;

-- Makes the partition of a month, and moves the month's rows out of the default partition. Returns false if it exists.
create or replace function skale_calls.add_ledger_month(month timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  partition constant text := skale_calls.ledger_month(month);
  first constant timestamptz := pg_catalog.date_trunc('month', month, 'UTC');
  next constant timestamptz := (first at time zone 'UTC' + pg_catalog.make_interval(months => 1)) at time zone 'UTC';
begin
  if to_regclass('skale_calls.' || partition) is not null then
    return false;
  end if;
  -- New rows of the month wait until they can go to their partition.
  lock table skale_calls.whatsapp_call_events_default in access exclusive mode;
  execute pg_catalog.format(
    'create table skale_calls.%1$I (like public.whatsapp_call_events including defaults including constraints);
    alter table skale_calls.%1$I enable row level security;
    revoke all on skale_calls.%1$I from public;
    with moved as (
      delete from skale_calls.whatsapp_call_events_default e
      where e.received_at >= %2$L and e.received_at < %3$L
      returning e.*
    )
    insert into skale_calls.%1$I select * from moved;
    create unique index on skale_calls.%1$I (provider, event_id, coalesce(body_sha256, ''''));
    alter table public.whatsapp_call_events attach partition skale_calls.%1$I for values from (%2$L) to (%3$L)',
    partition, first, next
  );
  return true;
end
$$;

/*
 * Keeps the ledger's months, and partitions the ledger first if it is one table: { monthsAhead?, keepMonths? } -> { created: [name], dropped: [name] }. Makes this month and the coming
 * ones; without it, rows go to the default partition. With keepMonths it drops the months before the last keepMonths, and
 * deletes their rows from the default partition; the least is 2, because a repeated webhook is recognised by the ledger.
 */
create or replace function public.keep_whatsapp_call_ledger(p_options jsonb default '{}')
returns jsonb
language plpgsql
security definer
set search_path = ''
-- A month is added to a time in the time zone of the session.
set timezone = 'UTC'
as $$
declare
  options constant jsonb := skale_calls.unwrap(coalesce(p_options, '{}'));
  this_month constant timestamptz := pg_catalog.date_trunc('month', now(), 'UTC');
  kept constant int := case when (options ->> 'keepMonths')::int is not null then greatest((options ->> 'keepMonths')::int, 2) end;
  first_kept constant timestamptz := pg_catalog.date_trunc('month', this_month, 'UTC')
    - pg_catalog.make_interval(months => kept - 1);
  month timestamptz;
  partition text;
  created text[] := '{}';
  dropped text[] := '{}';
begin
  -- One at a time: two would make the same month.
  perform pg_catalog.pg_advisory_xact_lock(skale_calls.lock_key('ledger months'));
  perform skale_calls.partition_ledger();
  if kept is not null then
    -- A drop locks the whole ledger, and a new month its default partition. A webhook takes these locks in the same order, so the drops
    -- come first.
    for partition in
      select c.relname
      from pg_catalog.pg_inherits i
      join pg_catalog.pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'public.whatsapp_call_events'::regclass
        and c.relname <> 'whatsapp_call_events_default'
        and c.relname < skale_calls.ledger_month(first_kept)
      order by c.relname
    loop
      execute pg_catalog.format('drop table skale_calls.%I', partition);
      dropped := dropped || partition;
    end loop;
    delete from skale_calls.whatsapp_call_events_default e where e.received_at < first_kept;
  end if;
  for ahead in 0 .. coalesce((options ->> 'monthsAhead')::int, 2) loop
    month := this_month + pg_catalog.make_interval(months => ahead);
    if skale_calls.add_ledger_month(month) then
      created := created || skale_calls.ledger_month(month);
    end if;
  end loop;
  return pg_catalog.jsonb_build_object('created', created, 'dropped', dropped);
end
$$;

-- Recordings and transcripts: a queue of what is to be stored, and the deletion of what is no longer kept. The lock of a call
-- is always taken before that of its media.

-- Where an attempt stores its file (core: mediaPath). Every attempt has a path of its own, so that a late attempt never overwrites
-- the file of a newer one. The branch is the one that the call has at that time.
create or replace function skale_calls.media_path(branch uuid, call uuid, kind text, attempt int)
returns text
language sql
immutable
set search_path = ''
as $$
  select coalesce(media_path.branch::text, 'unassigned') || '/' || media_path.call || '/' || media_path.kind || '-'
    || media_path.attempt
$$;

-- Leaves a file to the worker, which deletes it: the file of a row without a call. The file may not exist.
create or replace function skale_calls.discard_file(media public.whatsapp_call_media, path text, due_at timestamptz)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_media (kind, asset_id, status, path, leased_until)
  select media.kind, media.asset_id, 'removed', discard_file.path, discard_file.due_at
  where discard_file.path is not null
$$;

-- Puts the recording and the transcript of a call into the queue. The functions that write calls call this function. A newer file
-- replaces the one that is stored; that one stays until the newer one is stored.
create or replace function skale_calls.queue_media(call public.whatsapp_calls)
returns void
language sql
set search_path = ''
as $$
  insert into public.whatsapp_call_media as m (call, kind, asset_id)
  select call.id, asset.kind, asset.id
  from (values
    ('recording', call.recording_asset), ('transcript', call.transcript_asset)
  ) as asset (kind, id)
  where asset.id is not null
  on conflict on constraint whatsapp_call_media_call_kind_key do update set
    asset_id = excluded.asset_id,
    status = 'pending',
    -- The result of a running attempt no longer counts.
    attempts = m.attempts + 1,
    faults = 0,
    next_at = now(),
    leased_until = '-infinity',
    created_at = now()
  where m.asset_id <> excluded.asset_id and m.status <> 'removed'
$$;

-- Moves the media of a ghost to the dialled call that absorbs it.
create or replace function skale_calls.move_media(ghost uuid, dialled uuid)
returns void
language sql
set search_path = ''
as $$
  update public.whatsapp_call_media m set call = move_media.dialled
  where m.call = move_media.ghost and not exists (
    select from public.whatsapp_call_media o where o.call = move_media.dialled and o.kind = m.kind
  )
$$;

create or replace function skale_calls.show_media(media public.whatsapp_call_media)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select pg_catalog.jsonb_build_object(
    'kind', media.kind, 'status', media.status, 'attempts', media.attempts, 'path', media.path,
    'media_type', media.media_type, 'bytes', media.bytes, 'sha256', media.sha256,
    'error_code', media.error_code, 'next_at', media.next_at, 'stored_at', media.stored_at
  )
$$;

/*
 * Leases what is due to one instance, the longest due first: { limit, lifetimes?, lifetime? } ->
 * [{ id, callId, kind, provider, inboxProvider, assetId, attempt, faults, path }].
 * Concurrent instances skip each other's rows. What the provider has deleted expires. The path of an earlier attempt whose result
 * was never saved is deleted after one more lease, because that attempt may still be writing.
 */
create or replace function public.lease_whatsapp_call_media(p_options jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  options constant jsonb := skale_calls.unwrap(p_options);
  shortest constant interval := (
    select min(skale_calls.media_lifetime(options, p.name, null))
    from (
      select null as name
      union all
      select pg_catalog.jsonb_object_keys(options -> 'lifetimes')
    ) as p
  );
  leases jsonb := '[]';
  leased public.whatsapp_call_media;
  call public.whatsapp_calls;
begin
  update public.whatsapp_call_media set status = 'expired' where id in (
    select m.id from public.whatsapp_call_media m
    left join public.whatsapp_calls c on c.id = m.call
    where m.status = 'pending' and m.leased_until <= now()
      -- This condition has an index.
      and m.created_at < now() - shortest
      -- Postgres inlines this function, and so looks for the inbox only if the call's provider has no lifetime.
      and m.created_at < now()
        - skale_calls.media_lifetime(options, c.provider, skale_calls.named_provider(c.inbox_id))
    for update of m skip locked
  );
  for leased in
    select * from public.whatsapp_call_media m
    where m.status = 'pending' and m.call is not null and m.next_at <= now() and m.leased_until <= now()
    -- In the order of the index, so that Postgres reads no more rows than it returns.
    order by m.next_at
    limit (options ->> 'limit')::int
    for update skip locked
  loop
    select * into call from public.whatsapp_calls c where c.id = leased.call;
    perform skale_calls.discard_file(leased, leased.attempt_path, now() + skale_calls.media_lease());
    leased.attempts := leased.attempts + 1;
    update public.whatsapp_call_media m set
      attempts = leased.attempts,
      leased_until = now() + skale_calls.media_lease(),
      -- Counts if no result is saved.
      next_at = now() + skale_calls.media_pause(leased.attempts),
      attempt_path = skale_calls.media_path(call.branch_id, call.id, m.kind, leased.attempts)
    where m.id = leased.id
    returning m.* into leased;
    leases := leases || pg_catalog.jsonb_build_object(
      'id', leased.id, 'callId', leased.call, 'kind', leased.kind, 'provider', call.provider,
      'inboxProvider', skale_calls.named_provider(call.inbox_id), 'assetId', leased.asset_id,
      'attempt', leased.attempts, 'faults', leased.faults, 'path', leased.attempt_path
    );
  end loop;
  return leases;
end
$$;

/*
 * Stores the result of an attempt: { id, attempt, outcome: "stored", mediaType, bytes, sha256, transcript? } or
 * { id, attempt, outcome: "failed", errorCode, isFault, isFinal, mayHaveFile } -> the status, or "superseded" if another attempt has
 * started since, or the row is gone. The file that a new one replaces is left to the worker.
 */
create or replace function public.settle_whatsapp_call_media(p_result jsonb)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  result constant jsonb := skale_calls.unwrap(p_result);
  is_stored constant boolean := result ->> 'outcome' = 'stored';
  is_fault constant boolean := coalesce((result ->> 'isFault')::boolean, false);
  known public.whatsapp_calls;
  call public.whatsapp_calls;
  media public.whatsapp_call_media;
  is_newer boolean;
begin
  select c.* into known
  from public.whatsapp_calls c
  join public.whatsapp_call_media m on m.call = c.id
  where m.id = (result ->> 'id')::uuid
  for update of c;
  select * into media from public.whatsapp_call_media m
  where m.id = (result ->> 'id')::uuid
    and m.status = 'pending' and m.attempts = (result ->> 'attempt')::int
  for update;
  if media.id is null then
    return 'superseded';
  end if;
  is_newer := media.path is not null;
  if is_stored then
    perform skale_calls.discard_file(media, media.path, '-infinity');
  end if;
  update public.whatsapp_call_media m set
    status = case
      when is_stored then 'stored'
      when (result ->> 'isFinal')::boolean then 'failed'
      else 'pending'
    end,
    path = case when is_stored then m.attempt_path else m.path end,
    attempt_path = case when (result ->> 'mayHaveFile')::boolean then m.attempt_path end,
    media_type = coalesce(result ->> 'mediaType', m.media_type),
    bytes = coalesce((result ->> 'bytes')::bigint, m.bytes),
    sha256 = coalesce(result ->> 'sha256', m.sha256),
    error_code = result ->> 'errorCode',
    stored_at = case when is_stored then now() else m.stored_at end,
    faults = m.faults + is_fault::int,
    next_at = case
      when is_stored then m.next_at
      when is_fault then now() + skale_calls.media_pause(m.faults + 1)
      else now() + skale_calls.media_pause(m.attempts)
    end,
    leased_until = '-infinity'
  where m.id = media.id
  returning * into media;
  if known.id is not null and result ->> 'transcript' is not null then
    call := known;
    -- The text of a newer file replaces that of the older one.
    if is_newer then
      call.transcript := null;
    end if;
    call := skale_calls.merge_facts(call, skale_calls.fit_texts(pg_catalog.jsonb_populate_record(
      null::public.whatsapp_calls,
      pg_catalog.jsonb_build_object('transcript', result ->> 'transcript')
    )));
    perform skale_calls.save_call(known, call);
  end if;
  return media.status;
end
$$;

/* Reads the recording or transcript of a call: { callId, kind } -> the media or null. */
create or replace function public.find_whatsapp_call_media(p_media jsonb)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select skale_calls.show_media(m)
  from (select skale_calls.unwrap(p_media) as j) as argument
  join public.whatsapp_call_media m on m.call = (j ->> 'callId')::uuid and m.kind = j ->> 'kind'
$$;

/*
 * Makes what is not stored of a call due now: { id, userId } -> [media], or null if the user may not see the call.
 * A running attempt continues, and no second one starts beside it.
 */
create or replace function public.retry_whatsapp_call_media(p_act jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  act constant jsonb := skale_calls.unwrap(p_act);
  known public.whatsapp_calls;
begin
  select * into known from public.whatsapp_calls c where c.id = (act ->> 'id')::uuid;
  if known.id is null or skale_calls.can_see((act ->> 'userId')::uuid, known.branch_id) is not true then
    return null;
  end if;
  update public.whatsapp_call_media m set
    -- Otherwise what has expired would expire again at once.
    created_at = case when m.status = 'pending' then m.created_at else now() end,
    status = 'pending',
    next_at = now()
  where m.call = known.id and skale_calls.is_retriable_media(m.status);
  return (
    select coalesce(pg_catalog.jsonb_agg(skale_calls.show_media(m) order by m.kind), '[]')
    from public.whatsapp_call_media m where m.call = known.id
  );
end
$$;

-- The days for which the media of a branch are kept; null without a limit.
create or replace function skale_calls.retention_days(branch uuid)
returns int
language sql
stable
set search_path = ''
as $$
  select r.days from public.whatsapp_call_retention r
  where r.branch_id = retention_days.branch or r.branch_id is null
  order by r.branch_id is null
  limit 1
$$;

-- Whether the retention period of a call is over, by the time at which its row was created.
create or replace function skale_calls.is_past_retention(call public.whatsapp_calls)
returns boolean
language sql
stable
set search_path = ''
as $$
  select call.created_at
    < now() - pg_catalog.make_interval(days => skale_calls.retention_days(call.branch_id))
$$;

/*
 * Leases files that must be deleted: { limit } -> [{ id, path }]. Their retention period is over, their call was deleted, or
 * they belong to an attempt that no other one follows or that another one has replaced. What has no file is settled here: rows of
 * the queue, and in calls whose period is over the transcript, the address of a recording and the payloads in the ledger, which
 * contain both.
 */
create or replace function public.lease_whatsapp_media_removals(p_options jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  most constant int := (skale_calls.unwrap(p_options) ->> 'limit')::int;
  shortest constant int := (select min(r.days) from public.whatsapp_call_retention r);
  known public.whatsapp_calls;
  call public.whatsapp_calls;
  media public.whatsapp_call_media;
  leases jsonb;
begin
  if shortest is not null then
    for known in
      select * from public.whatsapp_calls c
      where (c.transcript is not null or c.recording_url is not null)
        and c.created_at < now() - pg_catalog.make_interval(days => shortest)
        and skale_calls.is_past_retention(c)
      order by c.created_at
      limit most
      for update skip locked
    loop
      call := known;
      call.transcript := null;
      call.recording_url := null;
      perform skale_calls.save_call(known, call);
      update public.whatsapp_call_events e set payload = null
      where e.call_id = call.call_id and e.payload is not null;
    end loop;
    update public.whatsapp_call_media m set status = 'removed'
    from public.whatsapp_calls c
    where c.id = m.call and m.path is null and m.status <> 'removed' and m.leased_until <= now()
      and c.created_at < now() - pg_catalog.make_interval(days => shortest)
      and skale_calls.is_past_retention(c);
  end if;
  -- What an attempt left that no other one follows.
  for media in
    select * from public.whatsapp_call_media m
    where m.attempt_path is not null and m.leased_until <= now()
      and (m.status <> 'pending' or m.call is null)
    order by m.leased_until
    limit most
    for update skip locked
  loop
    perform skale_calls.discard_file(media, media.attempt_path, '-infinity');
    update public.whatsapp_call_media m set attempt_path = null where m.id = media.id;
  end loop;
  delete from public.whatsapp_call_media m
  where m.call is null and m.path is null and m.attempt_path is null and m.leased_until <= now();
  with orphans as (
    select m.id from public.whatsapp_call_media m
    where m.call is null and m.path is not null and m.leased_until <= now()
    limit most
    for update skip locked
  ), old as (
    select m.id from public.whatsapp_call_media m
    join public.whatsapp_calls c on c.id = m.call
    where shortest is not null and m.path is not null and m.leased_until <= now()
      and c.created_at < now() - pg_catalog.make_interval(days => shortest)
      and skale_calls.is_past_retention(c)
    limit most - (select count(*) from orphans)
    for update of m skip locked
  ), due as (
    select id from orphans
    union all
    select id from old
  ), leased as (
    update public.whatsapp_call_media m set leased_until = now() + skale_calls.media_lease()
    from due
    where m.id = due.id
    returning m.id, m.path
  )
  select coalesce(
    pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', l.id, 'path', l.path)), '[]'
  )
  into leases
  from leased l;
  return leases;
end
$$;

/* Records that a file was deleted: { id, path }. Nothing happens if the row has another path by now. */
create or replace function public.settle_whatsapp_media_removal(p_removal jsonb)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  removal constant jsonb := skale_calls.unwrap(p_removal);
  removed constant uuid := (removal ->> 'id')::uuid;
begin
  delete from public.whatsapp_call_media m
  where m.id = removed and m.path = removal ->> 'path' and m.call is null and m.attempt_path is null;
  update public.whatsapp_call_media m
  set status = 'removed', path = null, sha256 = null, leased_until = '-infinity'
  where m.id = removed and m.path = removal ->> 'path';
end
$$;

-- Consent: whether a contact may be called from a business number. Answers and requests are rows that only grow, and the state is
-- computed from all rows of both parties (core: readCallPermission). So an expired permission needs no job.

-- The rows of a contact are found by keys: the phone_key of a phone, or a WhatsApp user id. This function returns the keys that rows
-- join to the given key (core: joinKeys): a row that names a phone and a user id joins both, and so does a reply together with the
-- request that it answers.
create or replace function skale_calls.joined_contact_keys(key text)
returns text[]
language sql
stable
set search_path = ''
as $$
  with joined as (
    select key as k
    union all
    select pg_catalog.unnest(array[p.contact_key, p.contact_user_id])
    from public.whatsapp_call_permissions p
    where p.contact_key = key or p.contact_user_id = key
    union all
    select pg_catalog.unnest(array[r.contact_key, r.contact_user_id])
    from public.whatsapp_call_permission_requests r
    where r.contact_key = key or r.contact_user_id = key
    union all
    select pg_catalog.unnest(array[p.contact_key, p.contact_user_id])
    from public.whatsapp_call_permission_requests r
    join public.whatsapp_call_permissions p on p.context_id = r.message_id
    where r.contact_key = key or r.contact_user_id = key
    union all
    select pg_catalog.unnest(array[r.contact_key, r.contact_user_id])
    from public.whatsapp_call_permissions p
    join public.whatsapp_call_permission_requests r on r.message_id = p.context_id
    where p.contact_key = key or p.contact_user_id = key
    union all
    select pg_catalog.unnest(array[m.contact_key, m.contact_user_id])
    from public.whatsapp_call_contact_changes m
    where m.contact_key = key or m.contact_user_id = key
    union all
    select pg_catalog.unnest(array[skale_calls.phone_key(c.contact_phone), c.contact_user_id])
    from public.whatsapp_calls c
    where c.contact_user_id = key
      or (
        pg_catalog.right(c.contact_phone, 7) = pg_catalog.right(key, 7)
        and skale_calls.phone_key(c.contact_phone) = key
      )
  )
  select pg_catalog.array_agg(distinct j.k) from joined j where j.k is not null
$$;

-- The keys that are known to belong to the same contact as the given key: the joined ones, and the user ids before and after all
-- changes (core: followChanges). A phone that is asked for does not lead to the user ids after a change to another number, because
-- somebody else can have the former number now.
create or replace function skale_calls.contact_keys(key text)
returns text[]
language sql
stable
set search_path = ''
as $$
  with recursive followed as (
    select pg_catalog.unnest(skale_calls.joined_contact_keys(key)) as k
    union
    select case when m.contact_user_id = f.k then m.previous_user_id else m.contact_user_id end
    from followed f
    join public.whatsapp_call_contact_changes m
      on m.contact_user_id = f.k
      or m.previous_user_id = f.k
        and (key !~ '^[+0-9]+$' or m.contact_key is null or m.contact_key = key)
  )
  select pg_catalog.array_agg(distinct f.k) from followed f
$$;

-- Keeps a change of a contact that joins two user ids. A former number is not joined, because somebody else can get it.
create or replace function skale_calls.save_contact_change(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  if event #>> '{contact,userId}' is null or event #>> '{previous,userId}' is null then
    return false;
  end if;
  insert into public.whatsapp_call_contact_changes (
    event_id, contact_phone, contact_key, contact_user_id, previous_user_id, occurred_at
  ) values (
    event ->> 'id', event #>> '{contact,phone}',
    case
      when coalesce(event #>> '{contact,phone}', event #>> '{previous,phone}') is not null
        then coalesce(skale_calls.phone_key(event #>> '{contact,phone}'), event #>> '{contact,userId}')
    end,
    event #>> '{contact,userId}', event #>> '{previous,userId}', (event ->> 'occurredAt')::timestamptz
  )
  on conflict do nothing;
  return found;
end
$$;

-- The keys of a business number: its phone_key, and the provider's id of it.
create or replace function skale_calls.business_keys(phone text, phone_id text)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.array_remove(array[skale_calls.phone_key(phone), phone_id], null)
$$;

-- The calls of a contact with a business number, both given by their keys. All forms of a number end with the same digits, which have
-- an index. The function has no `set`, so that Postgres inlines it into the calling query.
create or replace function skale_calls.calls_between(contacts text[], businesses text[])
returns setof public.whatsapp_calls
language sql
stable
as $$
  select c.* from public.whatsapp_calls c
  where (
      c.contact_user_id = any (contacts)
      or (
        pg_catalog.right(c.contact_phone, 7)
          = any (array(select pg_catalog.right(k, 7) from pg_catalog.unnest(contacts) as k))
        and skale_calls.phone_key(c.contact_phone) = any (contacts)
      )
    )
    and (
      skale_calls.phone_key(c.business_phone) = any (businesses)
      or c.provider_phone_id = any (businesses)
    )
$$;

-- Computes the permission of a contact and a business number, given by their keys, at a time (core: readCallPermission).
create or replace function skale_calls.call_permission(contacts text[], businesses text[], at timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  verdicts constant public.whatsapp_call_permissions[] := array(
    select p from public.whatsapp_call_permissions p
    where (p.contact_key = any (contacts) or p.contact_user_id = any (contacts))
      and (p.business_key = any (businesses) or p.provider_phone_id = any (businesses))
  );
  requests constant public.whatsapp_call_permission_requests[] := array(
    select r from public.whatsapp_call_permission_requests r
    where (r.contact_key = any (contacts) or r.contact_user_id = any (contacts))
      and (r.business_key = any (businesses) or r.provider_phone_id = any (businesses))
    order by skale_calls.asked_at(r) desc, r.id desc
  );
  newest constant public.whatsapp_call_permission_requests := requests[1];
  verdict public.whatsapp_call_permissions;
  told public.whatsapp_call_permissions;
  decided_at timestamptz;
  state text := 'none';
  may_call boolean;
  settled_at timestamptz;
  revoked_at timestamptz;
  talked_at timestamptz;
  unanswered bigint;
  refused_at timestamptz;
  refused_until timestamptz;
  requests_left int;
  next_at timestamptz;
begin
  select v.* into verdict from pg_catalog.unnest(verdicts) as v
  order by v.occurred_at desc, (v.status = 'no_permission') desc, v.event_id collate "C" desc
  limit 1;
  decided_at := verdict.occurred_at;
  -- A refusal of the provider ends a consent, but it does not replace the contact's own refusal.
  if skale_calls.is_learnt_refusal(verdict) then
    select v.* into told from pg_catalog.unnest(verdicts) as v
    where not skale_calls.is_learnt_refusal(v)
    order by v.occurred_at desc, (v.status = 'no_permission') desc, v.event_id collate "C" desc
    limit 1;
    if told.status = 'no_permission' then
      verdict := told;
    end if;
  end if;
  if verdict.id is not null then
    state := skale_calls.verdict_state(verdict, at);
  end if;
  may_call := state in ('temporary', 'permanent');

  -- A reply settles the request that it names and all earlier ones. A reply that names no known request settles the requests from
  -- before its time.
  select
    max(coalesce(
      (
        select max(skale_calls.asked_at(r)) from pg_catalog.unnest(requests) as r
        where r.message_id = v.context_id
      ),
      v.occurred_at
    )) filter (where skale_calls.is_reply(v)),
    max(v.occurred_at) filter (where v.status = 'no_permission' and v.source = 'automatic')
  into settled_at, revoked_at
  from pg_catalog.unnest(verdicts) as v;

  select max(c.answered_at) into talked_at from skale_calls.calls_between(contacts, businesses) as c;
  select count(*) into unanswered
  from skale_calls.calls_between(contacts, businesses) as c
  where skale_calls.is_unanswered(c)
    and coalesce(c.started_at, c.created_at) > coalesce(greatest(talked_at, revoked_at), '-infinity');

  -- The requests that count: since the last connected call, without those that failed.
  select min(greatest(l.most - u.used, 0)), max(u.times[l.most] + l.life) filter (where u.used >= l.most)
  into requests_left, next_at
  from skale_calls.request_limits() as l, lateral (
    select
      count(*) filter (where s.asked_at > at - l.life)::int as used,
      pg_catalog.array_agg(s.asked_at order by s.asked_at desc) as times
    from (select skale_calls.asked_at(r) as asked_at, r from pg_catalog.unnest(requests) as r) as s
    where not skale_calls.has_failed(s.r) and s.asked_at > coalesce(talked_at, '-infinity')
  ) as u;
  -- WhatsApp refused a request because of a limit, and no call was connected since.
  select max(r.failed_at) into refused_at
  from pg_catalog.unnest(requests) as r where skale_calls.has_hit_limit(r);
  if refused_at > coalesce(talked_at, '-infinity') then
    refused_until := refused_at + skale_calls.refusal_life();
    next_at := greatest(next_at, refused_until);
    if refused_until > at then
      requests_left := 0;
    end if;
  end if;

  return pg_catalog.jsonb_build_object(
    'status', case
      when not may_call and exists (
        select from pg_catalog.unnest(requests) as r
        where not skale_calls.has_failed(r)
          and skale_calls.asked_at(r) > coalesce(settled_at, '-infinity')
          and skale_calls.answerable_from(r) > at - skale_calls.request_life()
      ) then 'requested'
      else state
    end,
    'expires_at', case when state = 'temporary' then skale_calls.expiry_of(verdict) end,
    'source', verdict.source,
    'decided_at', decided_at,
    'request', case
      when newest.id is not null then pg_catalog.jsonb_build_object(
        'id', newest.id,
        'message_id', newest.message_id,
        'requested_at', skale_calls.asked_at(newest),
        'status', skale_calls.request_status(newest),
        'error_code', newest.error_code
      )
    end,
    'requests', pg_catalog.jsonb_build_object(
      'left', requests_left, 'next_at', case when requests_left = 0 then next_at end
    ),
    'unanswered_calls', unanswered,
    'may_call', may_call
  );
end
$$;

-- Stores an answer about a permission. Returns whether it wrote a row.
create or replace function skale_calls.save_permission(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  contact_phone text := event #>> '{contact,phone}';
  contact_user_id text := event #>> '{contact,userId}';
  business_phone text := event #>> '{business,phone}';
  phone_id text := event #>> '{business,phoneId}';
  inbox record;
  contact_key text := coalesce(skale_calls.phone_key(contact_phone), contact_user_id);
begin
  if contact_key is null then
    return false;
  end if;
  select * into inbox from skale_calls.find_inbox(business_phone, phone_id);
  insert into public.whatsapp_call_permissions (
    contact_key, business_key, contact_phone, contact_user_id, business_phone, provider_phone_id,
    branch_id, status, expires_at, source, context_id, occurred_at, event_id
  ) values (
    contact_key,
    coalesce(
      skale_calls.phone_key(business_phone), skale_calls.inbox_key(inbox.phone_number), phone_id, ''
    ),
    contact_phone, contact_user_id, business_phone, phone_id, inbox.branch_id,
    skale_calls.permission_status(event),
    (event ->> 'expiresAt')::timestamptz, event ->> 'source', event ->> 'contextId',
    (event ->> 'occurredAt')::timestamptz, event ->> 'id'
  )
  on conflict do nothing;
  return found;
end
$$;

-- Merges a step of a permission request into its row (core: mergeRequests): of two values, the smaller one stays. Returns whether
-- the row changed. A webhook may create the row.
create or replace function skale_calls.merge_permission_request(said public.whatsapp_call_permission_requests)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  known public.whatsapp_call_permission_requests;
  merged public.whatsapp_call_permission_requests;
begin
  insert into public.whatsapp_call_permission_requests (id) values (said.id) on conflict do nothing;
  select * into known from public.whatsapp_call_permission_requests r where r.id = said.id for update;
  merged := known;
  merged.provider := coalesce(known.provider, said.provider);
  merged.user_id := coalesce(known.user_id, said.user_id);
  merged.branch_id := coalesce(known.branch_id, said.branch_id);
  merged.contact_phone := least(known.contact_phone collate "C", said.contact_phone);
  merged.contact_user_id := least(known.contact_user_id collate "C", said.contact_user_id);
  merged.business_phone := least(known.business_phone collate "C", said.business_phone);
  merged.provider_phone_id := least(known.provider_phone_id collate "C", said.provider_phone_id);
  merged.message_id := least(known.message_id collate "C", said.message_id);
  merged.error_code := least(known.error_code collate "C", said.error_code);
  merged.requested_at := least(known.requested_at, said.requested_at);
  merged.sent_at := least(known.sent_at, said.sent_at);
  merged.delivered_at := least(known.delivered_at, said.delivered_at);
  merged.read_at := least(known.read_at, said.read_at);
  merged.failed_at := least(known.failed_at, said.failed_at);
  merged.contact_key := coalesce(skale_calls.phone_key(merged.contact_phone), merged.contact_user_id);
  merged.business_key := coalesce(skale_calls.phone_key(merged.business_phone), merged.provider_phone_id);
  if merged is not distinct from known then
    return false;
  end if;
  update public.whatsapp_call_permission_requests r set
    provider = merged.provider,
    user_id = merged.user_id,
    branch_id = merged.branch_id,
    contact_key = merged.contact_key,
    business_key = merged.business_key,
    contact_phone = merged.contact_phone,
    contact_user_id = merged.contact_user_id,
    business_phone = merged.business_phone,
    provider_phone_id = merged.provider_phone_id,
    message_id = merged.message_id,
    requested_at = merged.requested_at,
    sent_at = merged.sent_at,
    delivered_at = merged.delivered_at,
    read_at = merged.read_at,
    failed_at = merged.failed_at,
    error_code = merged.error_code,
    updated_at = now()
  where r.id = said.id;
  return true;
end
$$;

-- Stores a step of a permission request from an event. Returns whether the row changed.
create or replace function skale_calls.save_permission_request(event jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  said public.whatsapp_call_permission_requests;
begin
  said := pg_catalog.jsonb_populate_record(
    null::public.whatsapp_call_permission_requests,
    pg_catalog.jsonb_build_object(
      'id', event ->> 'requestId',
      'provider', nullif(event ->> 'provider', 'skale'),
      'contact_phone', event #>> '{contact,phone}',
      'contact_user_id', event #>> '{contact,userId}',
      'business_phone', event #>> '{business,phone}',
      'provider_phone_id', event #>> '{business,phoneId}',
      'message_id', event ->> 'messageId',
      'error_code', event ->> 'errorCode',
      (event ->> 'status') || '_at', event ->> 'occurredAt'
    )
  );
  select i.branch_id into said.branch_id
  from skale_calls.find_inbox(said.business_phone, said.provider_phone_id) i;
  return skale_calls.merge_permission_request(said);
end
$$;

-- The keys of the contact that the arguments of an RPC name: { contactPhone | contactUserId }.
create or replace function skale_calls.asked_contact_keys(asked jsonb)
returns text[]
language sql
stable
set search_path = ''
as $$
  select skale_calls.contact_keys(
    coalesce(skale_calls.phone_key(asked ->> 'contactPhone'), asked ->> 'contactUserId')
  )
$$;

/*
 * Reads whether a contact may be called from the number that would be chosen for dialling. { userId, contactPhone |
 * contactUserId, inboxId?, defaultBusinessPhone? } -> { outcome: "found", permission, businessPhone, provider } or a refusal.
 * `provider` is null if the inbox names none.
 */
create or replace function public.find_whatsapp_permission(p_permission jsonb)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_permission);
  number record;
begin
  select * into number from skale_calls.choose_number(asked);
  if number.refusal is not null then
    return skale_calls.refuse(number.refusal);
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', 'found',
    'businessPhone', number.business_phone,
    'provider', skale_calls.named_provider(number.inbox_id),
    'permission', skale_calls.call_permission(
      skale_calls.asked_contact_keys(asked),
      skale_calls.business_keys(number.business_phone, number.provider_phone_id),
      now()
    )
  );
end
$$;

/*
 * Writes a permission request before its message is sent. { id, userId, contactPhone | contactUserId, provider, providers,
 * inboxId?, defaultBusinessPhone? } -> { outcome: "created" | "exists", permission, businessPhone, provider },
 * { outcome: "permission_limit" | "permission_already_granted", permission }, { outcome: "other_provider", provider } if the
 * inbox's provider is not one of `providers`, or a refusal. Requests from the same number wait for each other, so that the second
 * one sees the first.
 */
create or replace function public.begin_whatsapp_permission_request(p_request jsonb)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  asked constant jsonb := skale_calls.unwrap(p_request);
  request_id constant uuid := asked ->> 'id';
  number record;
  chosen text;
  contacts text[];
  businesses text[];
  said public.whatsapp_call_permission_requests;
  known public.whatsapp_call_permission_requests;
  permission jsonb;
  outcome text := 'exists';
begin
  select * into number from skale_calls.choose_number(asked);
  if number.refusal is not null then
    return skale_calls.refuse(number.refusal);
  end if;
  businesses := skale_calls.business_keys(number.business_phone, number.provider_phone_id);
  perform pg_catalog.pg_advisory_xact_lock(skale_calls.lock_key('permission ' || businesses[1]));
  contacts := skale_calls.asked_contact_keys(asked);
  permission := skale_calls.call_permission(contacts, businesses, now());
  select * into known from public.whatsapp_call_permission_requests r where r.id = request_id;
  chosen := skale_calls.choose_provider(asked, number.inbox_id);
  if known.id is null then
    if (asked -> 'providers' ? chosen) is false then
      return skale_calls.other_provider(chosen);
    end if;
    outcome := case
      when permission ->> 'status' = 'permanent' then 'permission_already_granted'
      when permission #>> '{requests,left}' = '0' then 'permission_limit'
      else 'created'
    end;
  elsif known.user_id <> (asked ->> 'userId')::uuid
    or (known.contact_key = any (contacts) or known.contact_user_id = any (contacts)) is not true
    or (known.business_key = any (businesses) or known.provider_phone_id = any (businesses)) is not true
  then
    return skale_calls.refuse('request_id_taken');
  end if;
  -- A row without an agent was created by a webhook about the message, so the message was sent before.
  if outcome = 'created' or outcome = 'exists' and known.user_id is null then
    said.id := request_id;
    said.provider := chosen;
    said.user_id := asked ->> 'userId';
    said.branch_id := number.branch_id;
    said.contact_phone := asked ->> 'contactPhone';
    said.contact_user_id := asked ->> 'contactUserId';
    said.business_phone := number.business_phone;
    said.provider_phone_id := number.provider_phone_id;
    said.requested_at := now();
    perform skale_calls.merge_permission_request(said);
    if outcome = 'created' then
      insert into public.whatsapp_call_events (provider, event_id, kind, occurred_at, outcome)
      values ('skale', request_id || ':permission_request:requested', 'permission_request', now(), 'applied')
      on conflict do nothing;
    end if;
    permission := skale_calls.call_permission(contacts, businesses, now());
  end if;
  return pg_catalog.jsonb_build_object(
    'outcome', outcome, 'permission', permission, 'businessPhone', number.business_phone, 'provider', chosen
  );
end
$$;

-- Checks the database and the host's functions. The last statement of the host's file calls preflight().

-- Describes a table for an error message: whether it exists, whether it is a table or a view, and the type of its column id if
-- this is not uuid.
create or replace function skale_calls.describe_relation(relation text)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when c.oid is null then relation || ' does not exist'
    when c.relkind in ('v', 'm') then relation || ' is a view' || id
    when c.relkind in ('r', 'p') then relation || ' is a table' || id
    else relation || ' is not a table' || id
  end
  from (select to_regclass(relation) as oid) as named
  left join pg_catalog.pg_class c on c.oid = named.oid,
  lateral (select coalesce((
    select case when a.atttypid <> 'uuid'::pg_catalog.regtype then
      ' whose id is ' || pg_catalog.format_type(a.atttypid, a.atttypmod) || ' instead of uuid' else '' end
    from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'id' and not a.attisdropped
  ), ' without a column id') as id) as ids
$$;

/*
 * Raises one error that lists all problems: functions of the host that are missing or fail, tables that are missing or are
 * views, and ids that are not of type uuid. The function changes nothing. Run it after every change of your organisation's tables:
 * select skale_calls.preflight();
 */
create or replace function skale_calls.preflight()
returns void
language plpgsql
set search_path = ''
as $$
declare
  problems text[] := '{}';
  wanted record;
  known record;
  failure text;
  overlap boolean;
begin
  if pg_catalog.current_setting('server_version_num')::int < 150000 then
    problems := problems || ('This is Postgres ' || pg_catalog.current_setting('server_version')
      || '; 15 or newer is needed.');
  end if;

  -- The host's functions must exist, have the right signature, and run without an error.
  for wanted in
    select * from (values
      ('home_branch', 'uuid', 'uuid', '(pg_catalog.gen_random_uuid())'),
      ('inbox_provider', 'uuid', 'text', '(pg_catalog.gen_random_uuid())'),
      ('can_see', 'uuid, uuid', 'boolean', '(pg_catalog.gen_random_uuid(), pg_catalog.gen_random_uuid())'),
      ('branches', '', 'SETOF uuid', '()'),
      ('inboxes', '',
        'TABLE(id uuid, branch_id uuid, name text, phone_number text, provider_phone_id text)', '()'),
      ('lead_branch', 'uuid', 'TABLE(branch_id uuid)', '(pg_catalog.gen_random_uuid())'),
      ('agents', '', 'TABLE(id uuid, name text)', '()'),
      ('host_references', '', 'TABLE(column_name text, referenced text)', '()')
    ) as f (name, arguments, result, call)
  loop
    select p.oid, p.prosrc, pg_catalog.pg_get_function_result(p.oid) as result,
      pg_catalog.oidvectortypes(p.proargtypes) as arguments
    into known
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'skale_calls' and p.proname = wanted.name
    order by pg_catalog.oidvectortypes(p.proargtypes) <> wanted.arguments
    limit 1;
    if known.oid is null then
      -- Host files of before several providers do not have it: a migration creates it.
      continue when wanted.name = 'inbox_provider';
      problems := problems || pg_catalog.format(
        'The host''s function skale_calls.%s(%s) is missing; it must return %s.',
        wanted.name, wanted.arguments, wanted.result
      );
    elsif known.arguments <> wanted.arguments or known.result <> wanted.result then
      problems := problems || pg_catalog.format(
        'skale_calls.%s(%s) returns %s; it must be skale_calls.%s(%s) and return %s.',
        wanted.name, known.arguments, known.result, wanted.name, wanted.arguments, wanted.result
      );
    else
      begin
        execute 'select from skale_calls.' || wanted.name || wanted.call;
        -- Postgres can skip parts of the function's body if a query selects no columns, so this query selects whole rows.
        execute 'select count(*) from (select t from skale_calls.' || wanted.name || wanted.call || ' as t offset 0) as s';
      exception when others then
        failure := sqlerrm;
        problems := problems || pg_catalog.concat_ws(' ',
          pg_catalog.format('skale_calls.%s(%s) fails: %s.', wanted.name, wanted.arguments, failure),
          '(' || (
            select pg_catalog.string_agg(distinct skale_calls.describe_relation(reads.relation), '; ')
            from (
              select found_names[1] as relation
              from pg_catalog.regexp_matches(
                known.prosrc, '(?:from|join)\s+("?[a-z_]\w*"?\."?[a-z_]\w*"?)', 'gi'
              ) as found_names
            ) as reads
          ) || '.)'
        );
      end;
    end if;
  end loop;

  -- The tables that the foreign keys reference.
  begin
    for wanted in select * from skale_calls.host_references() loop
      select skale_calls.describe_relation(wanted.referenced) as text, c.relkind,
        exists (
          select from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::pg_catalog.regtype
        ) as has_id,
        exists (
          select from pg_catalog.pg_index i
          join pg_catalog.pg_attribute a
            on a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'id'
          where i.indrelid = c.oid and i.indisunique and i.indnkeyatts = 1 and i.indpred is null
        ) as has_key
      into known
      from (select to_regclass(wanted.referenced) as oid) as named
      left join pg_catalog.pg_class c on c.oid = named.oid;
      if wanted.column_name is null or wanted.column_name not in ('branch_id', 'inbox_id', 'lead_id') then
        problems := problems || pg_catalog.format(
          'skale_calls.host_references() names the column %L; there are branch_id, inbox_id and lead_id.',
          wanted.column_name
        );
      elsif known.relkind is null or known.relkind not in ('r', 'p') or not known.has_id then
        problems := problems || pg_catalog.format(
          '%s, so %s cannot reference it.', known.text, wanted.column_name
        );
      elsif not known.has_key then
        problems := problems || pg_catalog.format(
          '%s has no unique key on id, so %s cannot reference it.', wanted.referenced, wanted.column_name
        );
      end if;
    end loop;
  exception when others then
    null; -- Already reported above.
  end;

  -- If the table of calls exists, it must have the guide's columns.
  if to_regclass('public.whatsapp_calls') is not null then
    if (select c.relkind from pg_catalog.pg_class c where c.oid = to_regclass('public.whatsapp_calls')) <> 'r' then
      problems := problems || 'public.whatsapp_calls is not an ordinary table.'::text;
    end if;
    problems := problems || array(
      select case
        when a.attname is null then
          pg_catalog.format('public.whatsapp_calls has no column %s (%s).', g.column_name, g.type)
        else pg_catalog.format(
          'public.whatsapp_calls.%s is %s instead of %s.',
          g.column_name, pg_catalog.format_type(a.atttypid, a.atttypmod), g.type
        )
      end
      from (values
        ('id', 'uuid'), ('call_id', 'text'), ('contact_phone', 'text'), ('contact_name', 'text'),
        ('direction', 'text'), ('status', 'text'), ('duration_seconds', 'integer'),
        ('started_at', 'timestamp with time zone'), ('ended_at', 'timestamp with time zone'),
        ('recording_url', 'text'), ('transcript', 'text'), ('user_id', 'uuid'), ('branch_id', 'uuid'),
        ('inbox_id', 'uuid'), ('lead_id', 'uuid'), ('notes', 'text'), ('provider_call_id', 'text'),
        ('raw_payload', 'jsonb'), ('created_at', 'timestamp with time zone'),
        ('updated_at', 'timestamp with time zone')
      ) as g (column_name, type)
      left join pg_catalog.pg_attribute a
        on a.attrelid = to_regclass('public.whatsapp_calls') and a.attname = g.column_name
        and not a.attisdropped
      where a.attname is null or pg_catalog.format_type(a.atttypid, a.atttypmod) <> g.type
      order by g.column_name
    );
  end if;

  -- The ids of agents must be ids of users who sign in.
  if to_regclass('auth.users') is not null then
    begin
      execute 'select count(*) > 0 and exists (select from auth.users)
          and not exists (select from auth.users u join skale_calls.agents() a on a.id = u.id)
        from skale_calls.agents()'
        into overlap;
      if overlap then
        problems := problems || ('No id that skale_calls.agents() returns is an id of auth.users. Agents are the users who sign in, '
          || 'so users.id must be auth.users.id, or agents() must return the column that contains this id.');
      end if;
    exception when others then
      null; -- Already reported above.
    end;
  end if;

  if problems <> '{}' then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      -- The advice is part of the message, because `supabase db push` does not show hints.
      message = 'SKALE Calls cannot use this database yet. No table of SKALE Calls was created.' || E'\n- '
        || pg_catalog.array_to_string(problems, E'\n- ')
        || E'\nChange your file that ends in _skale_calls_host.sql so that its functions read your own tables, and '
        || 'push again. If you have no such tables, skale-calls-migrations --with-host-tables adds them.';
  end if;
end
$$;

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

-- The query for what a person types, as in web searches: words, "phrases", or, -without.
create or replace function skale_calls.transcript_query(typed text)
returns tsquery
language sql
immutable
set search_path = ''
as $$
  select websearch_to_tsquery('pg_catalog.spanish', typed)
    || websearch_to_tsquery('pg_catalog.english', typed)
    || websearch_to_tsquery('pg_catalog.spanish', skale_calls.fold_accents(typed))
$$;

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

reset check_function_bodies;

drop trigger if exists check_whatsapp_call_hours on public.whatsapp_call_hours;

create trigger check_whatsapp_call_hours
  before insert or update on public.whatsapp_call_hours
  for each row
  execute function skale_calls.check_call_hours();

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

alter table public.whatsapp_call_claims
  drop constraint if exists whatsapp_call_claims_key_length,
  add constraint whatsapp_call_claims_key_length check (pg_catalog.char_length(key) <= 255);

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

revoke execute on function
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb)
from public;

revoke execute on function
  public.find_whatsapp_call_availability(jsonb),
  public.set_whatsapp_call_hours(jsonb)
from public;

revoke execute on function public.update_whatsapp_calls_updated_at() from public;

revoke execute on function
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb)
from public;

revoke execute on function
  public.save_whatsapp_call_rates(jsonb),
  public.whatsapp_call_costs(timestamptz, timestamptz, text, text, uuid),
  public.whatsapp_call_rate_cards(text)
from public;

revoke execute on function public.erase_whatsapp_contact(jsonb) from public;

revoke execute on function public.record_whatsapp_call_events(jsonb) from public;

revoke execute on function public.keep_whatsapp_call_ledger(jsonb) from public;

revoke execute on function
  public.lease_whatsapp_call_media(jsonb),
  public.settle_whatsapp_call_media(jsonb),
  public.find_whatsapp_call_media(jsonb),
  public.retry_whatsapp_call_media(jsonb),
  public.lease_whatsapp_media_removals(jsonb),
  public.settle_whatsapp_media_removal(jsonb)
from public;

revoke execute on function
  public.find_whatsapp_permission(jsonb),
  public.begin_whatsapp_permission_request(jsonb)
from public;

revoke execute on function public.find_whatsapp_call_events(jsonb) from public;

revoke execute on function public.replay_whatsapp_call_events(jsonb) from public;

revoke execute on function public.sweep_whatsapp_calls(jsonb) from public;

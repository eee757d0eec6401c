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

drop trigger if exists check_whatsapp_call_hours on public.whatsapp_call_hours;
create trigger check_whatsapp_call_hours
  before insert or update on public.whatsapp_call_hours
  for each row
  execute function skale_calls.check_call_hours();

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

revoke execute on function
  public.find_whatsapp_call_availability(jsonb),
  public.set_whatsapp_call_hours(jsonb)
from public;

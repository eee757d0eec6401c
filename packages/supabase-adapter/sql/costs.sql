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

revoke execute on function
  public.save_whatsapp_call_rates(jsonb),
  public.whatsapp_call_costs(timestamptz, timestamptz, text, text, uuid),
  public.whatsapp_call_rate_cards(text)
from public;

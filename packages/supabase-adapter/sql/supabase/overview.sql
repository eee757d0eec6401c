-- What the Calls page shows beside the list: counts for its charts, and the missed calls that wait for an answer.

/*
 * Counts calls by local day, status, direction and how they ended, for charts: { days, groups }. Of the branch given, else of
 * all branches that the agent sees and of no branch. Days are those of p_time_zone that the window touches, by the time the
 * call was created, as in the list. Calls logged by hand are left out: the charts show what the phone did, and of those
 * calls only the agent's word is known, no pickup and no duration. Runs as its caller, so row-level security decides what is counted.
 */
create or replace function public.whatsapp_calls_overview(
  p_from timestamptz, p_to timestamptz, p_time_zone text, p_branch_id uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  branches constant uuid[] := case
    when p_branch_id is null then skale_calls.seen_branches() else array[p_branch_id]
  end;
  first_day constant date := (p_from at time zone p_time_zone)::date;
  last_day constant date := ((p_to - interval '1 microsecond') at time zone p_time_zone)::date;
begin
  if (p_from < p_to and last_day - first_day < 367) is not true then
    raise exception 'The window is empty, or has more than 367 days.' using errcode = '22023';
  end if;
  return (
    with midnights as (
      select first_day + n as day, (first_day + n)::timestamp at time zone p_time_zone as midnight
      from pg_catalog.generate_series(0, last_day - first_day + 1) as n
    ),
    -- Where clocks go back at one in the morning midnight comes twice, and the day begins with the first.
    starts as (
      select
        day,
        case
          when ((midnight - interval '1 hour') at time zone p_time_zone)::date = day
            then midnight - interval '1 hour'
          else midnight
        end as day_start
      from midnights
    ),
    days as (
      select day, greatest(p_from, day_start) as starts, least(p_to, day_end) as ends
      from (select day, day_start, lead(day_start) over (order by day) as day_end from starts) as s
      where day_end is not null
    ),
    -- Day by day, for the planner takes every moment for a group of its own and would sort all calls.
    groups as (
      select d.day, g.*
      from days d, lateral (
        select
          c.status,
          c.direction,
          c.end_reason as "endReason",
          c.answered_at is not null as "isAnswered",
          count(*) as calls,
          count(*) filter (where c.duration_seconds > 0) as talks,
          coalesce(sum(c.duration_seconds), 0) as "talkSeconds"
        from public.whatsapp_calls c
        where c.branch_id = any (branches) and c.created_at >= d.starts and c.created_at < d.ends
          and not skale_calls.is_logged(c.call_id)
        group by c.status, c.direction, c.end_reason, c.answered_at is not null
        union all
        select
          c.status,
          c.direction,
          c.end_reason,
          c.answered_at is not null,
          count(*),
          count(*) filter (where c.duration_seconds > 0),
          coalesce(sum(c.duration_seconds), 0)
        from public.whatsapp_calls c
        where p_branch_id is null
          and c.branch_id is null and c.created_at >= d.starts and c.created_at < d.ends
          and not skale_calls.is_logged(c.call_id)
        group by c.status, c.direction, c.end_reason, c.answered_at is not null
      ) as g
    )
    select pg_catalog.jsonb_build_object(
      'days', coalesce((select pg_catalog.jsonb_agg(d.day order by d.day) from days d), '[]'),
      'groups', coalesce((select pg_catalog.jsonb_agg(g order by g.day) from groups g), '[]')
    )
  );
end
$$;

/*
 * Whom to ring back: the contacts of the agent's branches with a missed call since p_since and no talk after it, each with the
 * newest missed call, how many there are since the last talk, and how often we have tried since the newest. Missed
 * and talk are what core's `callRules` say: a call that an agent logged as not answered is a try. Calls of no branch are left out:
 * several branches see them, and none sees that another one rang back.
 */
create or replace function public.whatsapp_calls_to_return(p_since timestamptz, p_limit int default 50)
returns table (call jsonb, missed_count int, attempts int)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  branches constant uuid[] := skale_calls.seen_branches();
begin
  return query
  with recent as materialized (
    select
      c.id,
      c.created_at,
      c.contact_phone,
      c.contact_user_id,
      skale_calls.is_missed(c) as is_missed,
      skale_calls.is_talk(c) as is_talk,
      c.direction = 'saliente' as is_outgoing
    from public.whatsapp_calls c
    where c.branch_id = any (branches) and c.created_at >= p_since
  ),
  -- The key costs much, and all forms of a number end alike: a number alone with its last digits is its own key.
  contacts as materialized (
    select
      phone,
      case
        when count(*) over (partition by pg_catalog.right(phone, 7)) > 1
          then skale_calls.phone_key(phone)
        else phone
      end as key
    from (select distinct contact_phone as phone from recent) as phones
  ),
  calls as materialized (
    select r.*, coalesce(n.key, r.contact_user_id) as key
    from recent r
    left join contacts n on n.phone = r.contact_phone
  ),
  contact_calls as (
    select
      c.key,
      coalesce(max(c.created_at) filter (where c.is_talk), '-infinity') as talked_at,
      max(c.created_at) filter (where c.is_missed) as missed_at
    from calls c
    where c.key is not null
    group by c.key
  ),
  newest as (
    select * from contact_calls k
    where k.missed_at > k.talked_at
    order by k.missed_at desc, k.key
    limit p_limit
  ),
  counted as (
    select
      max(c.id::text) filter (where c.is_missed and c.created_at = n.missed_at) as id,
      count(*) filter (where c.is_missed and c.created_at > n.talked_at) as missed_count,
      count(*) filter (where c.is_outgoing and c.created_at > n.missed_at) as attempts
    from newest n
    join calls c using (key)
    group by c.key
  )
  select skale_calls.show_call(w) - 'transcript', n.missed_count::int, n.attempts::int
  from counted n
  join public.whatsapp_calls w on w.id = n.id::uuid
  order by w.created_at desc, w.id desc;
end
$$;

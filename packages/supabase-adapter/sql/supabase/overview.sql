-- Data that the Calls page shows next to the list: counts for its charts, and missed calls that nobody has returned.

/*
 * Counts calls for charts, by local day, status, direction and the way they ended: { days, groups }. It counts the calls of
 * the given branch; by default, the calls of all branches that the agent sees and the calls without a branch. The days are
 * those of p_time_zone that overlap the window. A call belongs to the day on which it was created, as in the list. Calls
 * logged by hand are excluded: the charts show what the phone did, and nothing reports when such a call was answered or how
 * long it lasted. The function runs with the caller's privileges, so row-level security limits what is counted.
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
    -- Where the clocks go back at 01:00, midnight occurs twice. The day begins at the first one.
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
    -- Each day is grouped separately. For a single grouping by day the planner expects one group per timestamp, and sorts all
    -- calls.
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
 * The contacts to call back: contacts of the agent's branches with a missed call since p_since and no talk after it. Each row
 * has the newest missed call, the number of missed calls since the last talk, and the number of our attempts since the newest
 * missed call. `missed` and `talk` in core's `callRules` define these terms. A call that an agent logged as not answered is an
 * attempt. Calls without a branch are excluded: several branches see them, but no branch sees that another one called back.
 */
create or replace function public.whatsapp_calls_to_return(p_since timestamptz, p_limit int default 50)
returns table (call jsonb, missed_count int, attempts int)
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  branches constant uuid[] := skale_calls.seen_branches();
  newest int;
  oldest timestamptz;
  endings text[];
  users text[];
  looked_through int;
  ids uuid[];
  missed_counts int[];
  attempt_counts int[];
begin
  -- The contacts of the newest missed calls are enough, unless most of them have been called back.
  foreach newest in array array[500, 5000, 2147483647] loop
    select count(*), min(m.created_at), pg_catalog.array_agg(distinct pg_catalog.right(m.contact_phone, 7)),
      pg_catalog.array_agg(distinct m.contact_user_id) filter (where m.contact_phone is null)
    into looked_through, oldest, endings, users
    from (
      select c.created_at, c.contact_phone, c.contact_user_id
      from public.whatsapp_calls c
      where c.branch_id = any (branches) and c.created_at >= p_since and skale_calls.is_missed(c)
      order by c.created_at desc
      limit newest
    ) as m;
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
        and (
          c.contact_phone is not null and pg_catalog.right(c.contact_phone, 7) = any (endings)
          or c.contact_phone is null and c.contact_user_id = any (users)
        )
    ),
    -- phone_key is expensive, and all forms of a number end with the same digits. So phone_key is computed only for numbers whose
    -- last digits occur more than once. Any other number is its own key.
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
    newest_contacts as (
      select * from contact_calls k
      where k.missed_at > k.talked_at and (k.missed_at > oldest or looked_through < newest)
      order by k.missed_at desc, k.key
      limit p_limit
    ),
    counted as (
      select
        max(c.id::text) filter (where c.is_missed and c.created_at = n.missed_at)::uuid as id,
        count(*) filter (where c.is_missed and c.created_at > n.talked_at) as missed_count,
        count(*) filter (where c.is_outgoing and c.created_at > n.missed_at) as attempts
      from newest_contacts n
      join calls c using (key)
      group by c.key
    )
    select pg_catalog.array_agg(n.id), pg_catalog.array_agg(n.missed_count), pg_catalog.array_agg(n.attempts)
    into ids, missed_counts, attempt_counts
    from counted n;
    exit when looked_through < newest or pg_catalog.cardinality(ids) = p_limit;
  end loop;
  return query
  select skale_calls.show_call(w) - 'transcript', n.missed_count, n.attempts
  from unnest(ids, missed_counts, attempt_counts) as n (id, missed_count, attempts)
  join public.whatsapp_calls w on w.id = n.id
  order by w.created_at desc, w.id desc;
end
$$;

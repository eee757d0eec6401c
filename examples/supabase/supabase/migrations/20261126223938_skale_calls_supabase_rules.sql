-- Written by `pnpm migrations` from the difference between sql/ and the other migrations: change sql/ instead.

-- These functions refer to each other in any order.
set check_function_bodies = off;

-- The events of a call, without payloads, for agents who may see the call.
create or replace function public.whatsapp_call_timeline(call uuid)
returns table (kind text, occurred_at timestamptz, received_at timestamptz, outcome text)
language sql
stable
security definer
set search_path = ''
as $$
  select e.kind, e.occurred_at, e.received_at, e.outcome
  from public.whatsapp_calls c
  join public.whatsapp_call_events e on e.call_id = c.call_id
  where c.id = whatsapp_call_timeline.call
    -- A migration moved payloads of older rows into this table; they are not events.
    and e.kind <> 'payload'
    and skale_calls.can_see(skale_calls.agent_id(), c.branch_id)
  order by e.received_at, e.id
$$;

-- The agents whose names the current agent may read: the current agent, agents whose home branch the current agent sees, and
-- agents of calls that the current agent sees. An agent of such a call may have moved to another branch, or have no home branch.
create or replace function public.whatsapp_call_agents()
returns table (id uuid, name text)
language sql
stable
security definer
set search_path = ''
as $$
  select a.id, a.name
  from skale_calls.agents() a
  where a.id = (select skale_calls.agent_id())
    or skale_calls.home_branch(a.id) = any ((select skale_calls.seen_branches())::uuid[])
    or exists (
      select from public.whatsapp_calls c
      where c.user_id = a.id and c.branch_id = any ((select skale_calls.seen_branches())::uuid[])
    )
    or (select skale_calls.sees_unassigned()) and exists (
      select from public.whatsapp_calls c where c.user_id = a.id and c.branch_id is null
    )
  order by a.name, a.id
$$;

-- Access to the facts about business numbers and to the business hours.

-- The inboxes of the branches that the current agent sees. Policies call it once per statement.
create or replace function skale_calls.seen_inboxes()
returns uuid[]
language sql
stable
security definer
set search_path = ''
as $$
  select array(
    select i.id from skale_calls.inboxes() i
    where i.branch_id = any ((select skale_calls.seen_branches())::uuid[])
  )
$$;

/*
 * What the command skale-calls-doctor reads of the database. Nothing in it is secret: names, counts, and the numbers of the
 * inboxes. { graceSeconds } -> { now, tables: [{ name, rls }], functions: { name: md5 of its body }, migrations: [name] | null,
 * host: problem | null, branches, agents, inboxes: [{ phone, provider }], published: [table] | null,
 * jobs: [{ act, schedule, active, last }] | null, overdue: { calls, media }, bucket: { id, public } | null }. Null stands for a
 * part of Supabase that the database does not have. A call or a file is overdue if its job is late by more than the grace.
 */
create or replace function public.diagnose_whatsapp_calls(p_options jsonb default '{}')
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  options constant jsonb := skale_calls.unwrap(coalesce(p_options, '{}'));
  late constant timestamptz :=
    now() - pg_catalog.make_interval(secs => coalesce((options ->> 'graceSeconds')::int, 0));
  found jsonb;
begin
  found := pg_catalog.jsonb_build_object(
    'now', pg_catalog.clock_timestamp(),
    'tables', (
      select pg_catalog.jsonb_agg(
        pg_catalog.jsonb_build_object('name', c.relname, 'rls', c.relrowsecurity) order by c.relname
      )
      from pg_catalog.pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and c.relname like 'whatsapp\_call%'
    ),
    'functions', (
      select pg_catalog.jsonb_object_agg(n.nspname || '.' || p.proname, pg_catalog.md5(p.prosrc))
      from pg_catalog.pg_proc p
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where n.nspname = 'skale_calls' or n.nspname = 'public' and p.proname like '%whatsapp%'
    ),
    'overdue', pg_catalog.jsonb_build_object(
      'calls', (
        select count(*) from public.whatsapp_calls c where skale_calls.is_expired(c, '{}', late)
      ),
      'media', (
        select count(*) from public.whatsapp_call_media m
        where m.status = 'pending' and m.call is not null and m.next_at < late and m.leased_until < late
      )
    ),
    'published', (
      select case when exists (
        select from pg_catalog.pg_publication where pubname = 'supabase_realtime'
      ) then coalesce((
        select pg_catalog.jsonb_agg(t.tablename order by t.tablename)
        from pg_catalog.pg_publication_tables t
        where t.pubname = 'supabase_realtime' and t.schemaname = 'public'
      ), '[]') end
    ),
    'host', null, 'bucket', null, 'jobs', null, 'migrations', null
  );

  begin
    perform skale_calls.preflight();
    found := found || pg_catalog.jsonb_build_object(
      'branches', (select count(*) from skale_calls.branches()),
      'agents', (select count(*) from skale_calls.agents()),
      'inboxes', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          'phone', i.phone_number, 'provider', skale_calls.inbox_provider(i.id)
        )), '[]')
        from skale_calls.inboxes() i
      )
    );
  exception when others then
    found := found || pg_catalog.jsonb_build_object('host', sqlerrm);
  end;

  -- The parts of Supabase belong to other roles, which may refuse to show them.
  begin
    if to_regclass('storage.buckets') is not null then
      execute 'select $1 || pg_catalog.jsonb_build_object(''bucket'', (
        select pg_catalog.jsonb_build_object(''id'', b.id, ''public'', b.public) from storage.buckets b where b.id = $2
      ))' into found using found, (skale_calls.media_bucket()).id;
    end if;
  exception when insufficient_privilege then null;
  end;
  begin
    if to_regclass('cron.job') is not null then
      -- Commands can contain keys, so that only their act is told.
      execute 'select $1 || pg_catalog.jsonb_build_object(''jobs'', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
          ''act'', case when j.command like ''%sweep_whatsapp_calls%'' then ''sweep'' else ''media'' end,
          ''schedule'', j.schedule, ''active'', j.active,
          ''last'', (select d.status from cron.job_run_details d where d.jobid = j.jobid order by d.runid desc limit 1)
        )), ''[]'')
        from cron.job j where j.command ~ ''sweep_whatsapp_calls|whatsapp-call-media''
      ))' into found using found;
    end if;
  exception when insufficient_privilege then null;
  end;
  begin
    if to_regclass('supabase_migrations.schema_migrations') is not null then
      execute 'select $1 || pg_catalog.jsonb_build_object(''migrations'', (
        select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(m) ->> ''name'' order by m.version), ''[]'')
        from supabase_migrations.schema_migrations m where pg_catalog.to_jsonb(m) ->> ''name'' like ''%skale_calls%''
      ))' into found using found;
    end if;
  exception when insufficient_privilege then null;
  end;
  return found;
end
$$;

/*
 * The calls that the agent sees and that match the filters (the adapter's ListFilters), the newest first: at most p_limit. Calls
 * without a time come first. It reads about as many rows of a large table as of a small one: the newest calls, those of each
 * branch by the indexes that begin with the branch, or those that an index of a search, of the leads or of the numbers finds.
 * Under row-level security Postgres scans from the newest call of all branches, and it uses no index for the operators of the
 * searches. So the function reads with the owner's privileges, and has the rule of the policy of whatsapp_calls itself.
 */
create or replace function public.whatsapp_calls_page(p_filters jsonb, p_limit int default 50)
returns setof public.whatsapp_calls
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  f constant jsonb := skale_calls.unwrap(p_filters);
  branches constant uuid[] := case
    when f ->> 'branch_id' is null then skale_calls.seen_branches()
    when (f ->> 'branch_id')::uuid = any (skale_calls.seen_branches()) then array[(f ->> 'branch_id')::uuid]
    else '{}'
  end;
  unassigned constant boolean := f ->> 'branch_id' is null and skale_calls.sees_unassigned();
  name constant text[] := skale_calls.text_array(f -> 'name');
  -- The conditions, without those of absent filters, which are null. The statements are written for each request, because Postgres
  -- chooses the index by the values.
  fits constant text := pg_catalog.concat_ws(' and ',
    'true',
    'c.status = ' || pg_catalog.quote_literal(f ->> 'status'),
    'c.direction = ' || pg_catalog.quote_literal(f ->> 'direction'),
    'c.end_reason = ' || pg_catalog.quote_literal(f ->> 'end_reason'),
    case when f ->> 'missed' = 'true' then 'skale_calls.is_missed(c)' end,
    case when f ->> 'outside_hours' = 'true' then 'c.outside_hours' end,
    case f ->> 'entry_column' when 'cta_payload' then 'c.cta_payload is not null' when 'deeplink_payload' then 'c.deeplink_payload is not null' end,
    'c.cta_payload = ' || pg_catalog.quote_literal(f ->> 'cta_payload'),
    'c.deeplink_payload = ' || pg_catalog.quote_literal(f ->> 'deeplink_payload'),
    'c.lead_id = ' || pg_catalog.quote_literal((f ->> 'lead_id')::uuid),
    'c.contact_phone = any (' || pg_catalog.quote_literal(skale_calls.text_array(f -> 'contact_phones')) || ')'
  );
  follows constant text := pg_catalog.concat_ws(' and ',
    'true',
    'c.created_at >= ' || pg_catalog.quote_literal((f ->> 'from')::timestamptz),
    'c.created_at < ' || pg_catalog.quote_literal((f ->> 'to')::timestamptz),
    '(c.created_at, c.id) < (' || pg_catalog.quote_literal((f ->> 'after_at')::timestamptz)
      || ', ' || pg_catalog.quote_literal((f ->> 'after_id')::uuid) || ')',
    case when f ->> 'after_at' is null then
      '(c.created_at is not null or c.id < ' || pg_catalog.quote_literal((f ->> 'after_id')::uuid) || ')' end
  );
  numbers constant text[] := skale_calls.text_array(f -> 'numbers');
  -- Each word of a name is a condition of its own, because an index finds short patterns.
  named constant text := (
    select '(' || pg_catalog.string_agg('c.contact_name ~ ' || pg_catalog.quote_literal(w.pattern), ' and ') || ')'
    from pg_catalog.unnest(name || pg_catalog.array_to_string(name, '.*')) as w (pattern)
  );
  searched constant text := '(' || nullif(pg_catalog.concat_ws(' or ',
    named, 'c.contact_phone like any (' || pg_catalog.quote_literal(numbers) || ')'
  ), '') || ')';
  -- The same for the index of the parts of numbers.
  indexed constant text := '(' || nullif(pg_catalog.concat_ws(' or ',
    named,
    (
      select pg_catalog.string_agg(pg_catalog.concat_ws(' and ', 'c.contact_phone like ' || pg_catalog.quote_literal(p.pattern), (
        select '(skale_calls.number_parts(c.contact_phone) @> ' || pg_catalog.quote_literal(
            pg_catalog.array_agg(distinct pg_catalog.substr(r.digits[1], n, 4))
          ) || ' or skale_calls.number_parts(c.contact_phone) @> ''{long}'')'
        from pg_catalog.regexp_matches(p.pattern, '\d{4,}', 'g') as r (digits),
          pg_catalog.generate_series(1, pg_catalog.length(r.digits[1]) - 3) as n
      )), ' or ')
      from pg_catalog.unnest(numbers) as p (pattern)
    )
  ), '') || ')';
  said constant text := 'c.transcript is not null and skale_calls.transcript_words(c.transcript) @@ '
    || pg_catalog.quote_literal(skale_calls.transcript_query(f ->> 'said'));
  seen constant text := '(c.branch_id = any ($1) or $2 and c.branch_id is null)';
  -- An index finds the calls of these filters, and they are few enough to sort them.
  is_indexed constant boolean := f ?| array['said', 'lead_id', 'contact_phones'];
  -- An agent who sees more branches than these sees many of the newest calls.
  sees_many constant boolean := pg_catalog.cardinality(branches) > 3;
  -- The calls that are looked through before an index finds names and numbers: a frequent name is in too many calls.
  newest constant int := 4000;
  looked_through int := 0;
  newest_said int;
  since timestamptz;
  ids uuid[] := '{}';
begin
  if not is_indexed and sees_many then
    execute pg_catalog.format(
      'select array(
        select c.id
        from (select * from public.whatsapp_calls c where %s order by c.created_at desc, c.id desc limit %s) as c
        where %s
        order by c.created_at desc, c.id desc
        limit $3
      )',
      follows, newest, pg_catalog.concat_ws(' and ', seen, fits, searched)
    ) into ids using branches, unassigned, p_limit;
    looked_through := newest;
  end if;
  if not is_indexed and pg_catalog.cardinality(ids) < p_limit and not (sees_many and searched is not null) then
    execute pg_catalog.format(
      'with own as materialized (
        select n.*
        from pg_catalog.unnest($1) as b (id), lateral (
          select c.id, c.created_at, c.contact_name, c.contact_phone from public.whatsapp_calls c
          where c.branch_id = b.id and %1$s
          order by c.created_at desc, c.id desc
          limit $4
        ) as n
        union all (
          select c.id, c.created_at, c.contact_name, c.contact_phone from public.whatsapp_calls c
          where $2 and c.branch_id is null and %1$s
          order by c.branch_id, c.created_at desc, c.id desc
          limit $4
        )
        order by created_at desc, id desc
        limit $4
      )
      select array(select c.id from own c where %2$s order by c.created_at desc, c.id desc limit $3), (select count(*) from own)',
      pg_catalog.concat_ws(' and ', fits, follows), coalesce(searched, 'true')
    ) into ids, looked_through
    using branches, unassigned, p_limit, case when searched is null then p_limit else newest end;
  end if;
  if is_indexed or searched is not null and pg_catalog.cardinality(ids) < p_limit and looked_through = newest then
    -- Frequent words are in too many calls to sort them all, so the newest transcripts are read first.
    foreach newest_said in array case when said is null then '{null}' else '{1000,30000,null}' end::int[] loop
      if newest_said is not null then
        execute pg_catalog.format(
          'select min(n.created_at)
          from (
            select c.created_at from public.whatsapp_calls c
            where (c.transcript is not null or c.recording_url is not null) and %s
            order by c.created_at desc limit %s
          ) as n',
          follows, newest_said
        ) into since;
      end if;
      execute pg_catalog.format(
        'select array(
          with matching as materialized (select c.id, c.created_at from public.whatsapp_calls c where %s)
          select n.id from matching n order by n.created_at desc, n.id desc limit $3
        )',
        pg_catalog.concat_ws(' and ', said, indexed, seen, fits, follows, case when newest_said is not null then
          '(c.created_at >= ' || pg_catalog.quote_literal(since) || ' or c.created_at is null)' end)
      ) into ids using branches, unassigned, p_limit;
      exit when pg_catalog.cardinality(ids) = p_limit;
    end loop;
  end if;
  return query select c.* from public.whatsapp_calls c where c.id = any (ids) order by c.created_at desc, c.id desc;
end
$$;

-- The texts of a JSON array; null if there is none.
create or replace function skale_calls.text_array(texts jsonb)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select pg_catalog.array_agg(t.item) from pg_catalog.jsonb_array_elements_text(texts) as t (item)
$$;

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

/*
 * Limits what agents may write, independently of the grants: they may log calls by hand, and change only the notes, the lead
 * and the name of a call. An insert overwrites the columns that agents may not set; an update of any other column is refused.
 * A logged call has a direction, a terminal status, and a number, a name or a lead. A status that is not terminal becomes
 * `completada`.
 */
create or replace function skale_calls.protect_call()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  changed text;
  long_text record;
begin
  if current_user not in ('authenticated', 'anon') then
    return new;
  end if;
  if tg_op = 'INSERT' then
    new := pg_catalog.jsonb_populate_record(
      null::public.whatsapp_calls,
      pg_catalog.jsonb_build_object(
        'id', new.id,
        'call_id', skale_calls.logged_call_id(new.id),
        'status', case when skale_calls.is_over(new) then new.status else 'completada' end,
        'direction', new.direction,
        'direction_source', case when new.direction is not null then 'default' end,
        'contact_phone', new.contact_phone,
        'contact_name', new.contact_name,
        'lead_id', new.lead_id,
        'notes', new.notes,
        'duration_seconds', 0,
        'user_id', skale_calls.agent_id(),
        'branch_id', skale_calls.branch_to_log(new.branch_id),
        'created_at', now(),
        'updated_at', now()
      )
    );
  else
    select key into changed
    from pg_catalog.jsonb_each(pg_catalog.to_jsonb(new)) as n
    join pg_catalog.jsonb_each(pg_catalog.to_jsonb(old)) as o using (key)
    where n.value <> o.value and key not in ('notes', 'lead_id', 'contact_name', 'updated_at')
    limit 1;
    if changed is not null then
      raise exception 'Agents may change only notes, lead_id and contact_name, not %.', changed
        using errcode = '42501';
    end if;
  end if;
  select t.subject, pg_catalog.char_length(t.said) as length, t.most into long_text
  from (values
    ('The notes have', new.notes, skale_calls.text_length('whatsapp_calls.notes')),
    ('The name has', new.contact_name, skale_calls.text_length('whatsapp_calls.contact_name')),
    ('The phone number has', new.contact_phone, skale_calls.text_length('whatsapp_calls.contact_phone'))
  ) as t (subject, said, most)
  where pg_catalog.char_length(t.said) > t.most
  limit 1;
  if found then
    raise exception '% % characters; at most % are allowed.', long_text.subject,
      pg_catalog.to_char(long_text.length, 'FM999,999,999'),
      pg_catalog.to_char(long_text.most, 'FM999,999,999')
      using errcode = 'string_data_right_truncation';
  end if;
  -- A lead that does not change is allowed, even if it has moved to another branch since.
  if new.lead_id is not null and (tg_op = 'INSERT' or new.lead_id is distinct from old.lead_id)
    and not skale_calls.sees_lead(new.lead_id)
  then
    raise exception 'There is no such lead in your branch.' using errcode = '42501';
  end if;
  -- If branch_id is null, because the agent has no branch, the policy refuses the insert.
  if tg_op = 'INSERT' and new.branch_id is not null and (
    new.direction is null or new.lead_id is null
      and coalesce(pg_catalog.btrim(new.contact_phone), '') = ''
      and coalesce(pg_catalog.btrim(new.contact_name), '') = ''
  ) then
    raise exception 'A logged call needs a direction, and a phone number, a name or a lead.'
      using errcode = 'null_value_not_allowed';
  end if;
  return new;
end
$$;

reset check_function_bodies;

alter table public.whatsapp_call_numbers enable row level security;

alter table public.whatsapp_call_hours enable row level security;

drop policy if exists "Agents see the numbers of their branch" on public.whatsapp_call_numbers;

create policy "Agents see the numbers of their branch" on public.whatsapp_call_numbers
  for select to authenticated
  using (branch_id = any ((select skale_calls.seen_branches())::uuid[]));

drop policy if exists "Agents see the hours of their branch" on public.whatsapp_call_hours;

create policy "Agents see the hours of their branch" on public.whatsapp_call_hours
  for select to authenticated
  using (inbox_id = any ((select skale_calls.seen_inboxes())::uuid[]));

alter table public.whatsapp_call_permission_requests enable row level security;

alter table public.whatsapp_call_claims enable row level security;

alter table public.whatsapp_call_media enable row level security;

alter table public.whatsapp_call_retention enable row level security;

alter table public.whatsapp_call_contact_changes enable row level security;

drop policy if exists "Users can create calls" on public.whatsapp_calls;

create policy "Users can create calls" on public.whatsapp_calls
  for insert to authenticated
  with check (
    user_id = (select skale_calls.agent_id())
    and branch_id = any ((select skale_calls.seen_branches())::uuid[])
    and call_id = skale_calls.logged_call_id(id)
  );

-- Agents may delete only the calls that they logged by hand.
drop policy if exists "Agents delete what they logged" on public.whatsapp_calls;

create policy "Agents delete what they logged" on public.whatsapp_calls
  for delete to authenticated
  using (
    user_id = (select skale_calls.agent_id())
    and branch_id = any ((select skale_calls.seen_branches())::uuid[])
    and call_id = skale_calls.logged_call_id(id)
  );

-- Whoever sees a call hears what was said in it: the policy of whatsapp_calls applies to this query.
drop policy if exists "Agents see the recordings of their branch" on public.whatsapp_call_media;

create policy "Agents see the recordings of their branch" on public.whatsapp_call_media
  for select to authenticated
  using (
    exists (select from public.whatsapp_calls c where c.id = whatsapp_call_media.call)
  );

drop policy if exists "Agents see the permission requests of their branch" on public.whatsapp_call_permission_requests;

create policy "Agents see the permission requests of their branch" on public.whatsapp_call_permission_requests
  for select to authenticated
  using (branch_id = any ((select skale_calls.seen_branches())::uuid[]));

-- Access to the rate cards and the costs. The file sorts after policies.sql, which revokes every function of skale_calls.

alter table public.whatsapp_call_rates enable row level security;

drop policy if exists "Agents see the rate cards" on public.whatsapp_call_rates;

create policy "Agents see the rate cards" on public.whatsapp_call_rates
  for select to authenticated
  using (pg_catalog.cardinality((select skale_calls.seen_branches())::uuid[]) > 0);

-- Supabase Storage: a private bucket for recordings and transcripts, and the rule who reads it.

/*
 * The path of a file begins with the branch that its call had when it was stored. The call's branch of today decides, through
 * the row of the file, whose own policy is checked too.
 */
do $$
declare
  bucket record := skale_calls.media_bucket();
begin
  if to_regclass('storage.objects') is null or to_regclass('storage.buckets') is null then
    raise notice 'There is no Supabase Storage in this database: no bucket % for recordings. Run this migration again after you have added it.', bucket.id;
    return;
  end if;
  insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
  values (bucket.id, bucket.id, false, bucket.size_limit, bucket.types)
  on conflict (id) do update set public = false;
  drop policy if exists "Agents hear the recordings of their branch" on storage.objects;
  execute pg_catalog.format(
    'create policy "Agents hear the recordings of their branch" on storage.objects
      for select to authenticated
      using (
        bucket_id = %L
        and exists (select from public.whatsapp_call_media m where m.path = objects.name)
      )',
    bucket.id
  );
end
$$;

revoke all on public.whatsapp_call_numbers, public.whatsapp_call_hours from public, anon, authenticated;

grant select on public.whatsapp_call_numbers, public.whatsapp_call_hours to authenticated;

grant all on public.whatsapp_call_numbers, public.whatsapp_call_hours to service_role;

revoke execute on function
  public.find_whatsapp_call_availability(jsonb),
  public.set_whatsapp_call_hours(jsonb)
from public, anon, authenticated;

grant execute on function
  public.find_whatsapp_call_availability(jsonb),
  public.set_whatsapp_call_hours(jsonb)
to service_role;

revoke execute on function public.diagnose_whatsapp_calls(jsonb) from public, anon, authenticated;

grant execute on function public.diagnose_whatsapp_calls(jsonb) to service_role;

revoke all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions, public.whatsapp_call_permission_requests, public.whatsapp_call_claims,
  public.whatsapp_call_media, public.whatsapp_call_retention, public.whatsapp_call_contact_changes from public, anon, authenticated;

grant select, insert, update, delete on public.whatsapp_calls to authenticated;

grant select on public.whatsapp_call_sessions, public.whatsapp_call_permissions,
  public.whatsapp_call_permission_requests, public.whatsapp_call_media to authenticated;

grant all on public.whatsapp_calls, public.whatsapp_call_events, public.whatsapp_call_sessions,
  public.whatsapp_call_permissions, public.whatsapp_call_permission_requests, public.whatsapp_call_claims,
  public.whatsapp_call_media, public.whatsapp_call_retention, public.whatsapp_call_contact_changes to service_role;

revoke all on sequence public.whatsapp_call_events_id_seq from public, anon, authenticated;

revoke execute on function
  public.record_whatsapp_call_events(jsonb),
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb),
  public.find_whatsapp_permission(jsonb),
  public.begin_whatsapp_permission_request(jsonb),
  public.sweep_whatsapp_calls(jsonb),
  public.keep_whatsapp_call_ledger(jsonb),
  public.find_whatsapp_call_events(jsonb),
  public.replay_whatsapp_call_events(jsonb),
  public.lease_whatsapp_call_media(jsonb),
  public.settle_whatsapp_call_media(jsonb),
  public.find_whatsapp_call_media(jsonb),
  public.retry_whatsapp_call_media(jsonb),
  public.lease_whatsapp_media_removals(jsonb),
  public.settle_whatsapp_media_removal(jsonb),
  public.erase_whatsapp_contact(jsonb),
  public.whatsapp_call_timeline(uuid),
  public.whatsapp_call_agents(),
  public.whatsapp_calls_overview(timestamptz, timestamptz, text, uuid),
  public.whatsapp_calls_to_return(timestamptz, int),
  public.whatsapp_calls_page(jsonb, int)
from public, anon, authenticated;

revoke execute on function public.update_whatsapp_calls_updated_at()
from public, anon, authenticated, service_role;

grant execute on function
  public.record_whatsapp_call_events(jsonb),
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb),
  public.find_whatsapp_permission(jsonb),
  public.begin_whatsapp_permission_request(jsonb),
  public.sweep_whatsapp_calls(jsonb),
  public.keep_whatsapp_call_ledger(jsonb),
  public.find_whatsapp_call_events(jsonb),
  public.replay_whatsapp_call_events(jsonb),
  public.lease_whatsapp_call_media(jsonb),
  public.settle_whatsapp_call_media(jsonb),
  public.find_whatsapp_call_media(jsonb),
  public.retry_whatsapp_call_media(jsonb),
  public.lease_whatsapp_media_removals(jsonb),
  public.settle_whatsapp_media_removal(jsonb),
  public.erase_whatsapp_contact(jsonb)
to service_role;

grant execute on function
  public.whatsapp_call_timeline(uuid),
  public.whatsapp_call_agents(),
  public.whatsapp_calls_overview(timestamptz, timestamptz, text, uuid),
  public.whatsapp_calls_to_return(timestamptz, int),
  public.whatsapp_calls_page(jsonb, int)
to authenticated, service_role;

revoke all on schema skale_calls from public, anon;

grant usage on schema skale_calls to authenticated, service_role;

revoke execute on all functions in schema skale_calls from public, anon, authenticated;

-- Policies, the trigger and the overview call these functions with the privileges of the role that runs the query. The service
-- role has no branch, so it passes a branch to the overview.
grant execute on function
  skale_calls.agent_id(), skale_calls.seen_branches(), skale_calls.is_logged(text),
  -- An update of a call evaluates the indexes of the searches.
  skale_calls.transcript_words(text), skale_calls.fold_accents(text), skale_calls.number_parts(text)
to authenticated, service_role;

grant execute on function
  skale_calls.sees_unassigned(), skale_calls.branch_to_log(uuid), skale_calls.sees_lead(uuid),
  skale_calls.text_length(text), skale_calls.logged_call_id(uuid), skale_calls.is_over(public.whatsapp_calls),
  skale_calls.seen_inboxes()
to authenticated;

revoke all on public.whatsapp_call_rates from public, anon, authenticated;

grant select on public.whatsapp_call_rates to authenticated;

grant all on public.whatsapp_call_rates to service_role;

revoke all on sequence public.whatsapp_call_rates_id_seq from public, anon, authenticated;

revoke execute on function
  public.save_whatsapp_call_rates(jsonb),
  public.whatsapp_call_costs(timestamptz, timestamptz, text, text, uuid),
  public.whatsapp_call_rate_cards(text)
from public, anon, authenticated;

grant execute on function public.save_whatsapp_call_rates(jsonb) to service_role;

grant execute on function
  public.whatsapp_call_costs(timestamptz, timestamptz, text, text, uuid),
  public.whatsapp_call_rate_cards(text)
to authenticated, service_role;

-- The functions of the costs run with the caller's privileges.
revoke execute on function
  skale_calls.phone_country(text), skale_calls.call_pulses(int), skale_calls.pulses_of(bigint),
  skale_calls.of_pulses(bigint, numeric), skale_calls.talk_seconds(public.whatsapp_calls),
  skale_calls.month_of(timestamptz, text), skale_calls.call_rate(text, text, boolean, date, numeric),
  skale_calls.call_amount(bigint, text, text), skale_calls.tier_starts(timestamptz, timestamptz, text)
from public, anon, authenticated;

grant execute on function
  skale_calls.phone_country(text), skale_calls.call_pulses(int), skale_calls.pulses_of(bigint),
  skale_calls.of_pulses(bigint, numeric), skale_calls.talk_seconds(public.whatsapp_calls),
  skale_calls.month_of(timestamptz, text), skale_calls.call_rate(text, text, boolean, date, numeric),
  skale_calls.call_amount(bigint, text, text), skale_calls.tier_starts(timestamptz, timestamptz, text),
  skale_calls.is_over(public.whatsapp_calls), skale_calls.is_talk(public.whatsapp_calls)
to authenticated, service_role;

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

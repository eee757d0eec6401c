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

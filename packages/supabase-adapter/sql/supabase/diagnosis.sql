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

revoke execute on function public.diagnose_whatsapp_calls(jsonb) from public, anon, authenticated;
grant execute on function public.diagnose_whatsapp_calls(jsonb) to service_role;

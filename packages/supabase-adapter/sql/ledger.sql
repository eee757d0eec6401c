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

revoke execute on function public.keep_whatsapp_call_ledger(jsonb) from public;

-- The ledger is partitioned by the month of arrival, so that an old month is dropped and not deleted row by row. The table of
-- before becomes the default partition: it keeps its rows, and gets the rows of a month that has no partition of its own.
-- keep_whatsapp_call_ledger makes the coming months.
do $$
declare
  former oid := to_regclass('public.whatsapp_call_events');
  has_security boolean;
  role_name text;
begin
  if (select c.relkind from pg_catalog.pg_class c where c.oid = former) <> 'r' then
    return;
  end if;
  select c.relrowsecurity into has_security from pg_catalog.pg_class c where c.oid = former;
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
    add constraint whatsapp_call_events_event_key primary key (id, received_at);
  perform pg_catalog.setval(
    'public.whatsapp_call_events_id_seq', coalesce(pg_catalog.max(e.id), 0) + 1, false
  )
  from skale_calls.whatsapp_call_events_default e;

  -- The default partition has these indexes already, and its own unique one. A partition made later gets them from here. The names
  -- are those of before, so that the earlier migrations find them when they run again.
  create index idx_whatsapp_call_events_call on public.whatsapp_call_events (call_id, received_at);
  create index idx_whatsapp_call_events_received on public.whatsapp_call_events (received_at);
  create index idx_whatsapp_call_events_passing on public.whatsapp_call_events (received_at)
    where kind in ('unknown', 'account', 'contact_change') and call_id is null and payload is null and outcome <> 'dead_letter';
  alter table public.whatsapp_call_events attach partition skale_calls.whatsapp_call_events_default default;

  if has_security then
    alter table public.whatsapp_call_events enable row level security;
  end if;
  foreach role_name in array array['anon', 'authenticated', 'service_role'] loop
    if exists (select from pg_catalog.pg_roles r where r.rolname = role_name) then
      execute pg_catalog.format(
        'revoke all on public.whatsapp_call_events, skale_calls.whatsapp_call_events_default from %I', role_name
      );
    end if;
  end loop;
end
$$;

-- The dialled calls whose provider's id is not known yet: a webhook of a call that nobody dialled here looks for them.
create index if not exists idx_whatsapp_calls_unattached
  on public.whatsapp_calls (created_at) where call_id like 'pending:%' and status = 'iniciando';

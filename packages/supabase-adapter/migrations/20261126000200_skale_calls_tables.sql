-- The tables of WhatsApp calls: the guide's table column for column, the facts, the ledger, the
-- sessions and the permissions. Runs on an empty database, on one made by the guide's script and on one of the retired
-- series, as often as one likes. Rows keep every value.

-- The host's file asks this too: for who has none.
select skale_calls.preflight();

create table if not exists public.whatsapp_calls (
  id uuid primary key default gen_random_uuid(),
  -- The provider's call id; pending:<id> before it is known, manual:<id> for a call logged by hand.
  call_id text unique not null,
  contact_phone text not null,
  contact_name text,
  direction text not null check (direction in ('entrante', 'saliente')),
  status text not null check (
    status in ('iniciando', 'en_curso', 'completada', 'fallida', 'cancelada', 'no_contestada')
  ),
  duration_seconds integer default 0,
  started_at timestamptz,
  ended_at timestamptz,
  recording_url text,
  transcript text,
  user_id uuid,
  branch_id uuid,
  inbox_id uuid,
  lead_id uuid,
  notes text,
  provider_call_id text,
  raw_payload jsonb,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);

-- A WhatsApp user behind a username has no phone, and the direction may come later than the call.
alter table public.whatsapp_calls alter column contact_phone drop not null;
alter table public.whatsapp_calls alter column direction drop not null;

alter table public.whatsapp_calls
  add column if not exists provider text,
  add column if not exists provider_phone_id text,
  add column if not exists business_phone text,
  add column if not exists contact_user_id text,
  add column if not exists contact_profile_name text,
  add column if not exists end_reason text,
  add column if not exists error_code text,
  -- Facts: they only grow (skale_calls.merge_facts), and status and end_reason follow from them.
  add column if not exists direction_source text,
  add column if not exists ringing_at timestamptz,
  add column if not exists answered_at timestamptz,
  add column if not exists declined_at timestamptz,
  add column if not exists rejected_at timestamptz,
  add column if not exists hangup_at timestamptz,
  add column if not exists expired_at timestamptz,
  add column if not exists end_cause text,
  add column if not exists recording_asset text,
  add column if not exists transcript_asset text,
  -- Who is about to answer: (user, sha256 of the SDP answer).
  add column if not exists claimed_by uuid,
  add column if not exists claimed_key text,
  add column if not exists claimed_at timestamptz;

create index if not exists idx_whatsapp_calls_contact_phone on public.whatsapp_calls (contact_phone);
create index if not exists idx_whatsapp_calls_branch_id on public.whatsapp_calls (branch_id);
create index if not exists idx_whatsapp_calls_user_id on public.whatsapp_calls (user_id);
create index if not exists idx_whatsapp_calls_status on public.whatsapp_calls (status);
create index if not exists idx_whatsapp_calls_created_at on public.whatsapp_calls (created_at desc);
-- What the page asks for: a branch's calls, newest first. The id makes the keyset whole. Without a branch
-- the guide's index on created_at serves, with an incremental sort of the few that have one time.
create index if not exists idx_whatsapp_calls_branch_newest
  on public.whatsapp_calls (branch_id, created_at desc, id desc);
create index if not exists idx_whatsapp_calls_branch_status_newest
  on public.whatsapp_calls (branch_id, status, created_at desc, id desc);
create index if not exists idx_whatsapp_calls_lead on public.whatsapp_calls (lead_id);
-- What changed since: asked for every second where there is no Realtime.
create index if not exists idx_whatsapp_calls_updated
  on public.whatsapp_calls (updated_at, id);
-- What the sweep looks through: the few calls that are not over.
create index if not exists idx_whatsapp_calls_open
  on public.whatsapp_calls (created_at) where status in ('iniciando', 'en_curso');

-- The ledger: every delivery once, our own acts, and the dead letters.
create table if not exists public.whatsapp_call_events (
  id bigint generated always as identity primary key,
  provider text not null,
  event_id text not null,
  call_id text,
  kind text not null,
  occurred_at timestamptz,
  received_at timestamptz not null default now(),
  outcome text not null check (
    outcome in ('applied', 'no_change', 'conflict', 'dead_letter')
  ),
  error text,
  payload jsonb,
  body_sha256 text
);
-- One row an event; the same id with another body is kept beside it as a conflict.
create unique index if not exists whatsapp_call_events_event_key
  on public.whatsapp_call_events (provider, event_id, coalesce(body_sha256, ''));
create index if not exists idx_whatsapp_call_events_call
  on public.whatsapp_call_events (call_id, received_at);
create index if not exists idx_whatsapp_call_events_received
  on public.whatsapp_call_events (received_at);

-- The SDPs of live calls, and of no others.
create table if not exists public.whatsapp_call_sessions (
  id uuid primary key references public.whatsapp_calls (id) on delete cascade,
  sdp_type text not null check (sdp_type in ('offer', 'answer')),
  sdp text not null,
  -- An offer rings until then, by the envelope's time; null for an answer.
  rings_until timestamptz,
  created_at timestamptz not null default now()
);

-- The last known consent of a contact to be called by a business number.
create table if not exists public.whatsapp_call_permissions (
  id uuid primary key default gen_random_uuid(),
  -- Phone key or user id, and the business number's: one row a pair.
  contact_key text not null,
  business_key text not null,
  contact_phone text,
  contact_user_id text,
  business_phone text,
  provider_phone_id text,
  branch_id uuid,
  status text not null check (status in ('no_permission', 'temporary', 'permanent')),
  expires_at timestamptz,
  source text,
  context_id text,
  -- By the event's clock: a late reply to an older request does not override a newer one.
  occurred_at timestamptz not null,
  event_id text not null,
  updated_at timestamptz not null default now(),
  unique (contact_key, business_key)
);
create index if not exists idx_whatsapp_call_permissions_branch
  on public.whatsapp_call_permissions (branch_id);
-- The window of a branch with all that the charts count, so that no row is read: a call's row is wide.
create index if not exists idx_whatsapp_calls_overview
  on public.whatsapp_calls (branch_id, created_at)
  include (status, direction, end_reason, answered_at, duration_seconds)
  where call_id not like 'manual:%';

-- Texts have a largest length from now on. A longer one of an older row goes to the ledger whole, and is cut in its row; an id
-- is cut so that the same id becomes the same and another one another. An SDP that long belongs to no call that can be answered.
drop trigger if exists update_whatsapp_calls_updated_at on public.whatsapp_calls;

do $$
declare
  long_text record;
begin
  for long_text in
    select * from (values
      ('whatsapp_calls', 'call_id', 255, true),
      ('whatsapp_calls', 'provider_call_id', 255, true),
      ('whatsapp_calls', 'provider', 255, false),
      ('whatsapp_calls', 'provider_phone_id', 255, true),
      ('whatsapp_calls', 'business_phone', 255, false),
      ('whatsapp_calls', 'contact_phone', 255, false),
      ('whatsapp_calls', 'contact_user_id', 255, true),
      ('whatsapp_calls', 'contact_profile_name', 200, false),
      ('whatsapp_calls', 'contact_name', 200, false),
      ('whatsapp_calls', 'notes', 10000, false),
      ('whatsapp_calls', 'error_code', 255, true),
      ('whatsapp_calls', 'recording_asset', 255, true),
      ('whatsapp_calls', 'recording_url', 4096, true),
      ('whatsapp_calls', 'transcript_asset', 255, true),
      ('whatsapp_calls', 'transcript', 1000000, false),
      ('whatsapp_calls', 'claimed_key', 255, true),
      ('whatsapp_call_permissions', 'contact_key', 255, true),
      ('whatsapp_call_permissions', 'business_key', 255, true),
      ('whatsapp_call_permissions', 'contact_phone', 255, false),
      ('whatsapp_call_permissions', 'contact_user_id', 255, true),
      ('whatsapp_call_permissions', 'business_phone', 255, false),
      ('whatsapp_call_permissions', 'provider_phone_id', 255, true),
      ('whatsapp_call_permissions', 'source', 255, false),
      ('whatsapp_call_permissions', 'context_id', 255, true),
      ('whatsapp_call_permissions', 'event_id', 512, true),
      ('whatsapp_call_events', 'provider', 255, false),
      ('whatsapp_call_events', 'event_id', 512, true),
      ('whatsapp_call_events', 'call_id', 255, true),
      ('whatsapp_call_events', 'kind', 255, false),
      ('whatsapp_call_events', 'error', 1000, false)
    ) as t (relation, column_name, most, is_id)
  loop
    execute pg_catalog.format(
      'insert into public.whatsapp_call_events (provider, event_id, call_id, kind, outcome, payload)
      select ''skale'', ''long:'' || t.id || %1$L, %4$s, ''unknown'', ''no_change'',
        pg_catalog.jsonb_build_object(''table'', %2$L, ''id'', t.id, %3$L, t.%3$I)
      from public.%2$I t
      where pg_catalog.char_length(t.%3$I) > %5$s
      on conflict do nothing',
      ':' || long_text.column_name, long_text.relation, long_text.column_name,
      case when long_text.relation = 'whatsapp_call_permissions' then 'null' else 't.call_id' end,
      long_text.most
    );
    execute pg_catalog.format(
      case
        when long_text.is_id then
          'update public.%1$I set %2$I = pg_catalog.left(%2$I, %3$s - 33) || '':'' || pg_catalog.md5(%2$I)
          where pg_catalog.char_length(%2$I) > %3$s'
        else
          'update public.%1$I set %2$I = pg_catalog.left(%2$I, %3$s) where pg_catalog.char_length(%2$I) > %3$s'
      end,
      long_text.relation, long_text.column_name, long_text.most
    );
  end loop;
  delete from public.whatsapp_call_sessions where pg_catalog.char_length(sdp) > 100000;
end
$$;

-- The foreign keys into the host's tables, as its host_references() says, under the guide's names.
do $$
declare
  wanted record;
begin
  for wanted in
    select t.relation, t.column_name, r.referenced, k.oid as present,
      pg_catalog.format('%s_%s_fkey', t.relation, t.column_name) as name,
      k.confrelid = to_regclass(r.referenced) as is_right
    from (values
      ('whatsapp_calls', 'branch_id'),
      ('whatsapp_calls', 'inbox_id'),
      ('whatsapp_calls', 'lead_id'),
      ('whatsapp_call_permissions', 'branch_id')
    ) as t (relation, column_name)
    left join skale_calls.host_references() r using (column_name)
    left join pg_catalog.pg_constraint k
      on k.conrelid = to_regclass('public.' || t.relation)
      and k.conname = pg_catalog.format('%s_%s_fkey', t.relation, t.column_name)
  loop
    if wanted.present is not null and wanted.is_right is not true then
      execute pg_catalog.format('alter table public.%I drop constraint %I', wanted.relation, wanted.name);
    end if;
    if wanted.referenced is not null and wanted.is_right is not true then
      execute pg_catalog.format(
        'alter table public.%I add constraint %I foreign key (%I) references %s (id)',
        wanted.relation, wanted.name, wanted.column_name, to_regclass(wanted.referenced)
      );
    end if;
  end loop;
end
$$;

-- Functions of the retired series that are gone, or return something else now.
drop function if exists skale_calls.find_inbox(text, text);
drop function if exists skale_calls.is_visible(public.whatsapp_calls, uuid);

-- What is known about the account of a business number: one row for each fact, with the time of its newest event. A number's
-- facts are stored under the provider's id of the number and under the number itself, because events name one or both.
create table if not exists public.whatsapp_call_numbers (
  id uuid primary key default gen_random_uuid(),
  -- phone_id:<id>, phone:<phone key>, or account:<id> for facts about all numbers of an account.
  number_key text not null,
  -- The fact's name, such as calling_status or restriction:<type>.
  fact text not null,
  value jsonb not null,
  provider text not null,
  provider_phone_id text,
  business_phone text,
  account_id text,
  branch_id uuid,
  occurred_at timestamptz not null,
  event_id text not null,
  updated_at timestamptz not null default now(),
  constraint whatsapp_call_numbers_fact_key unique (number_key, fact)
);
create index if not exists idx_whatsapp_call_numbers_branch on public.whatsapp_call_numbers (branch_id);

-- The business hours of an inbox. An inbox without a row is always open.
create table if not exists public.whatsapp_call_hours (
  id uuid primary key default gen_random_uuid(),
  inbox_id uuid not null unique,
  time_zone text not null,
  -- [{ day: 1 to 7, open: "HH:MM", close: "HH:MM" }]
  weekly jsonb not null,
  -- [{ date: "YYYY-MM-DD", open?, close? }]
  holidays jsonb not null default '[]',
  updated_at timestamptz not null default now()
);

-- Whether an incoming call began outside of the hours that its inbox had at that time.
alter table public.whatsapp_calls add column if not exists outside_hours boolean;

-- The incoming calls of an inbox, to count the pickups of the last days.
create index if not exists idx_whatsapp_calls_pickups
  on public.whatsapp_calls (inbox_id, created_at)
  include (status, answered_at)
  where direction = 'entrante' and call_id not like 'manual:%';

-- The entries of the ledger that the sweep deletes after their time. The condition is that of skale_calls.is_passing.
create index if not exists idx_whatsapp_call_events_passing
  on public.whatsapp_call_events (received_at)
  where kind in ('unknown', 'account', 'contact_change') and call_id is null and payload is null and outcome <> 'dead_letter';

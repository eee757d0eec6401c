-- The times of the events that named the recording and the transcript. Of several the newest is kept.
alter table public.whatsapp_calls
  add column if not exists recording_at timestamptz,
  add column if not exists transcript_at timestamptz;

-- The queue of recordings and transcripts: what is to be stored, what is stored where, and what failed.
create table if not exists public.whatsapp_call_media (
  id uuid primary key default gen_random_uuid(),
  -- Null after the call was deleted. The worker then deletes the file, and after it this row.
  call uuid references public.whatsapp_calls (id) on delete set null,
  kind text not null check (kind in ('recording', 'transcript')),
  asset_id text not null,
  status text not null default 'pending'
    check (status in ('pending', 'stored', 'failed', 'expired', 'removed')),
  attempts int not null default 0,
  -- The attempts at this asset that failed because of the file itself.
  faults int not null default 0,
  next_at timestamptz not null default now(),
  leased_until timestamptz not null default '-infinity',
  -- The stored file.
  path text,
  -- The file of the latest attempt, which is written now, or whose result was never saved.
  attempt_path text,
  media_type text,
  bytes bigint,
  sha256 text,
  error_code text,
  stored_at timestamptz,
  -- The provider's file is available since then.
  created_at timestamptz not null default now(),
  constraint whatsapp_call_media_call_kind_key unique (call, kind)
);
create index if not exists idx_whatsapp_call_media_due
  on public.whatsapp_call_media (next_at) where status = 'pending';
create index if not exists idx_whatsapp_call_media_age
  on public.whatsapp_call_media (created_at) where status = 'pending';
create index if not exists idx_whatsapp_call_media_path
  on public.whatsapp_call_media (path) where path is not null;
create index if not exists idx_whatsapp_call_media_attempts
  on public.whatsapp_call_media (leased_until) where attempt_path is not null;
create index if not exists idx_whatsapp_call_media_orphans
  on public.whatsapp_call_media (leased_until) where call is null;

-- How many days the recordings and transcripts of a branch are kept. A row without a branch is for all branches that have no row
-- of their own, and for calls without a branch. Without a row they are kept without limit.
create table if not exists public.whatsapp_call_retention (
  id uuid primary key default gen_random_uuid(),
  branch_id uuid,
  days int not null check (days between 1 and 36500)
);
create unique index if not exists whatsapp_call_retention_branch_key
  on public.whatsapp_call_retention (coalesce(branch_id, '00000000-0000-0000-0000-000000000000'));

-- What retention looks for in calls.
create index if not exists idx_whatsapp_calls_said
  on public.whatsapp_calls (created_at) where transcript is not null or recording_url is not null;

-- People often omit accents when they search.
create or replace function skale_calls.fold_accents(said text)
returns text
language sql
immutable
as $$
  select pg_catalog.translate(
    pg_catalog.lower(said), 'áàâãäéèêëíìîïóòôõöúùûüñç', 'aaaaaeeeeiiiiooooouuuunc'
  )
$$;

/*
 * The words of a transcript for the search: with the stems of Spanish and English, and without accents. A text with more words
 * than Postgres accepts has none, so that it can still be stored.
 */
create or replace function skale_calls.transcript_words(said text)
returns tsvector
language plpgsql
immutable
set search_path = ''
as $$
begin
  return to_tsvector('pg_catalog.spanish', said)
    || to_tsvector('pg_catalog.english', said)
    || to_tsvector('pg_catalog.spanish', skale_calls.fold_accents(said));
exception when program_limit_exceeded then
  return '';
end
$$;

create index if not exists idx_whatsapp_calls_words
  on public.whatsapp_calls using gin (skale_calls.transcript_words(transcript))
  where transcript is not null;

-- The recordings and transcripts that the provider may still have.
insert into public.whatsapp_call_media (call, kind, asset_id, created_at)
select c.id, asset.kind, asset.id, coalesce(c.ended_at, c.created_at, now())
from public.whatsapp_calls c
cross join lateral (values
  ('recording', c.recording_asset), ('transcript', c.transcript_asset)
) as asset (kind, id)
where asset.id is not null
  and coalesce(c.ended_at, c.created_at, now()) > now() - interval '30 days'
on conflict do nothing;

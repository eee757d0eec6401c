-- A contact has another user id than before: the former one belongs to the same contact. The rows only grow.
create table if not exists public.whatsapp_call_contact_changes (
  id uuid primary key default gen_random_uuid(),
  event_id text not null unique,
  contact_phone text,
  -- The phone key of the number since the change, or the new user id if the number has changed and is not told. Null if only the
  -- user id has changed.
  contact_key text,
  contact_user_id text not null,
  previous_user_id text not null,
  occurred_at timestamptz not null
);
create index if not exists idx_whatsapp_call_contact_changes_user
  on public.whatsapp_call_contact_changes (contact_user_id);
create index if not exists idx_whatsapp_call_contact_changes_previous
  on public.whatsapp_call_contact_changes (previous_user_id);
create index if not exists idx_whatsapp_call_contact_changes_contact
  on public.whatsapp_call_contact_changes (contact_key) where contact_key is not null;

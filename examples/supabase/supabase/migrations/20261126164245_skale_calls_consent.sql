-- Consent: one row for each answer about a permission, and one row for each permission request. The state is derived from all
-- rows of a contact and a business number, so the order in which they arrive has no meaning.

-- The newest answer was the only one until now. The existing rows stay valid answers.
alter table public.whatsapp_call_permissions
  drop constraint if exists whatsapp_call_permissions_contact_key_business_key_key;
create unique index if not exists whatsapp_call_permissions_event
  on public.whatsapp_call_permissions (contact_key, business_key, event_id);
create index if not exists idx_whatsapp_call_permissions_user
  on public.whatsapp_call_permissions (contact_user_id) where contact_user_id is not null;
create index if not exists idx_whatsapp_call_permissions_context
  on public.whatsapp_call_permissions (context_id) where context_id is not null;

create table if not exists public.whatsapp_call_permission_requests (
  -- Our own id, which goes with the message. A client may choose it.
  id uuid primary key default gen_random_uuid(),
  provider text,
  -- The agent who asked.
  user_id uuid,
  branch_id uuid,
  -- The phone key or the user id; null until an event names the contact.
  contact_key text,
  business_key text,
  contact_phone text,
  contact_user_id text,
  business_phone text,
  provider_phone_id text,
  -- The provider's id of the message. The contact's reply names it.
  message_id text,
  requested_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  error_code text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists idx_whatsapp_call_permission_requests_contact
  on public.whatsapp_call_permission_requests (contact_key);
create index if not exists idx_whatsapp_call_permission_requests_user
  on public.whatsapp_call_permission_requests (contact_user_id) where contact_user_id is not null;
create index if not exists idx_whatsapp_call_permission_requests_message
  on public.whatsapp_call_permission_requests (message_id) where message_id is not null;
create index if not exists idx_whatsapp_call_permission_requests_branch
  on public.whatsapp_call_permission_requests (branch_id);

-- The calls of a contact. All forms of a number end with the same digits.
create index if not exists idx_whatsapp_calls_contact_digits
  on public.whatsapp_calls (pg_catalog.right(contact_phone, 7)) where contact_phone is not null;
create index if not exists idx_whatsapp_calls_contact_user
  on public.whatsapp_calls (contact_user_id) where contact_user_id is not null;

-- The foreign key into the host's table, if host_references() names one.
do $$
declare
  host_table text;
begin
  select r.referenced into host_table from skale_calls.host_references() r where r.column_name = 'branch_id';
  if host_table is not null and not exists (
    select from pg_catalog.pg_constraint
    where conrelid = 'public.whatsapp_call_permission_requests'::regclass
      and conname = 'whatsapp_call_permission_requests_branch_id_fkey'
  ) then
    execute pg_catalog.format(
      'alter table public.whatsapp_call_permission_requests
        add constraint whatsapp_call_permission_requests_branch_id_fkey foreign key (branch_id) references %s (id)',
      to_regclass(host_table)
    );
  end if;
end
$$;

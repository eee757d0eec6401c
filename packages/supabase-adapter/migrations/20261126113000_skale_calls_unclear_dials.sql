-- The time at which the provider's answer to a dial was missing or unclear. Such a call waits for its ghost.
alter table public.whatsapp_calls add column if not exists unclear_at timestamptz;

-- When the provider's answer to a dial did not come or was unclear: such a call waits for its ghost.
alter table public.whatsapp_calls add column if not exists unclear_at timestamptz;

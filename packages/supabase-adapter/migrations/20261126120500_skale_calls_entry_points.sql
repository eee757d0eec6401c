-- The payloads of our call button and of our call link, with which contacts call us (Meta: cta_payload, deeplink_payload).
alter table public.whatsapp_calls add column if not exists cta_payload text;
alter table public.whatsapp_calls add column if not exists deeplink_payload text;

-- The calls that came by a button or a link, the newest first.
create index if not exists idx_whatsapp_calls_cta_payload
  on public.whatsapp_calls (created_at desc, id desc) where cta_payload is not null;
create index if not exists idx_whatsapp_calls_deeplink_payload
  on public.whatsapp_calls (created_at desc, id desc) where deeplink_payload is not null;

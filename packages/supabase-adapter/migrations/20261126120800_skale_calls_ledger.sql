-- The dialled calls whose provider's id is not known yet: a webhook of a call that nobody dialled here looks for them.
create index if not exists idx_whatsapp_calls_unattached
  on public.whatsapp_calls (created_at) where call_id like 'pending:%' and status = 'iniciando';

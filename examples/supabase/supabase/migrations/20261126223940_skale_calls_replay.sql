-- A replay of dead letters reads them alone. They are few, so the index is small.
create index if not exists idx_whatsapp_call_events_dead
  on public.whatsapp_call_events (received_at, id)
  where outcome = 'dead_letter';

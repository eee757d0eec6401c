-- The keys of claims. They are not in whatsapp_calls, because agents read every column of it.
create table if not exists public.whatsapp_call_claims (
  id uuid primary key references public.whatsapp_calls (id) on delete cascade,
  -- sha256 of the SDP answer, or `reject`.
  key text not null
);

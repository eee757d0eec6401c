-- The keys of claims: apart from the calls, whose every column agents read.
create table if not exists public.whatsapp_call_claims (
  id uuid primary key references public.whatsapp_calls (id) on delete cascade,
  -- sha256 of the SDP answer, or `reject`.
  key text not null
);

-- The keys of claims. They are not in whatsapp_calls, because agents can read all columns of that table.
create table if not exists public.whatsapp_call_claims (
  id uuid primary key references public.whatsapp_calls (id) on delete cascade,
  -- sha256 of the SDP answer, or `reject`.
  key text not null,
  -- How many requests to accept the call were made with this claim.
  accepts int not null default 0
);

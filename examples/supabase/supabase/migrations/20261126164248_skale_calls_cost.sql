-- The prices of calls, as the account's owner loads them: one row per market of a rate card.
create table if not exists public.whatsapp_call_rates (
  id bigint generated always as identity primary key,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Days in the time zone of the WhatsApp Business account. Without a last day, a newer row with the same country replaces it.
  effective_from date not null,
  effective_to date check (effective_to >= effective_from),
  market text not null,
  -- ISO 3166 alpha-2.
  countries text[] not null,
  -- [{ upToMinutes, perMinute }] in ascending order; perMinute is a text, and upToMinutes is null in a last tier without an end.
  tiers jsonb not null check (pg_catalog.jsonb_typeof(tiers) = 'array' and tiers <> '[]'),
  source text not null,
  source_quality text not null check (source_quality in ('official', 'third_party', 'unconfirmed')),
  unique (effective_from, currency, market)
);

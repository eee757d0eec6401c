-- Access to the rate cards and the costs. The file sorts after policies.sql, which revokes every function of skale_calls.

alter table public.whatsapp_call_rates enable row level security;

drop policy if exists "Agents see the rate cards" on public.whatsapp_call_rates;
create policy "Agents see the rate cards" on public.whatsapp_call_rates
  for select to authenticated
  using (pg_catalog.cardinality((select skale_calls.seen_branches())::uuid[]) > 0);

revoke all on public.whatsapp_call_rates from public, anon, authenticated;
grant select on public.whatsapp_call_rates to authenticated;
grant all on public.whatsapp_call_rates to service_role;

revoke all on sequence public.whatsapp_call_rates_id_seq from public, anon, authenticated;

revoke execute on function
  public.save_whatsapp_call_rates(jsonb),
  public.whatsapp_call_costs(timestamptz, timestamptz, text, text, uuid),
  public.whatsapp_call_rate_cards(text)
from public, anon, authenticated;
grant execute on function public.save_whatsapp_call_rates(jsonb) to service_role;
grant execute on function
  public.whatsapp_call_costs(timestamptz, timestamptz, text, text, uuid),
  public.whatsapp_call_rate_cards(text)
to authenticated, service_role;

-- The functions of the costs run with the caller's privileges.
revoke execute on function
  skale_calls.phone_country(text), skale_calls.call_pulses(int), skale_calls.pulses_of(bigint),
  skale_calls.of_pulses(bigint, numeric), skale_calls.talk_seconds(public.whatsapp_calls),
  skale_calls.month_of(timestamptz, text), skale_calls.call_rate(text, text, boolean, date, numeric),
  skale_calls.call_amount(bigint, text, text), skale_calls.tier_starts(timestamptz, timestamptz, text)
from public, anon, authenticated;
grant execute on function
  skale_calls.phone_country(text), skale_calls.call_pulses(int), skale_calls.pulses_of(bigint),
  skale_calls.of_pulses(bigint, numeric), skale_calls.talk_seconds(public.whatsapp_calls),
  skale_calls.month_of(timestamptz, text), skale_calls.call_rate(text, text, boolean, date, numeric),
  skale_calls.call_amount(bigint, text, text), skale_calls.tier_starts(timestamptz, timestamptz, text),
  skale_calls.is_over(public.whatsapp_calls), skale_calls.is_talk(public.whatsapp_calls)
to authenticated, service_role;

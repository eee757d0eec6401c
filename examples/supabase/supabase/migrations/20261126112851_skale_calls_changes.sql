-- Written by `pnpm migrations` from the difference between sql/ and the other migrations: change sql/ instead.

-- They name each other in any order.
set check_function_bodies = off;

/* Whether a webhook has told this contact's number, of a call that the user may see: { phone, userId } -> boolean. */
create or replace function public.knows_whatsapp_contact(p_contact jsonb)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select from (select j ->> 'phone' as phone, (j ->> 'userId')::uuid as agent
      from (select skale_calls.unwrap(p_contact) as j) as argument) as asked
    join public.whatsapp_calls c on c.contact_phone = asked.phone
    where c.call_id not like 'manual:%' and skale_calls.can_see(asked.agent, c.branch_id)
  )
$$;

-- Generated from the tables of @skale-calls/core by `pnpm migrations`. Do not edit.

-- In plpgsql, which keeps its plans for the session: every webhook asks all of these.

-- One form for all aliases of a number (core: phoneKey). For matching, never for dialling.
create or replace function skale_calls.phone_key(phone text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Most numbers have one form: they cost no regular expression.
  return case
    when phone like '+52%' then pg_catalog.regexp_replace(phone, '^\+52(\d{0})1(\d{10})$', '+52\1\2')
    when phone like '+54%' then pg_catalog.regexp_replace(phone, '^\+54(\d{0})9(\d{10})$', '+54\1\2')
    when phone like '+55%' then pg_catalog.regexp_replace(phone, '^\+55(\d{2})9((?=[6-9])\d{8})$', '+55\1\2')
    when phone like '+225%' then pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(phone, '^\+225(\d{0})01((?=[04-9][0-3])\d{8})$', '+225\1\2'), '^\+225(\d{0})05((?=[04-9][4-6])\d{8})$', '+225\1\2'), '^\+225(\d{0})07((?=[04-9][7-9])\d{8})$', '+225\1\2'), '^\+225(\d{0})21((?=2\d8)\d{8})$', '+225\1\2'), '^\+225(\d{0})25((?=[23]\d0)\d{8})$', '+225\1\2'), '^\+225(\d{0})27((?=(?:2\d[1-79]|3\d[1-9]))\d{8})$', '+225\1\2')
    when phone like '+229%' then pg_catalog.regexp_replace(phone, '^\+229(\d{0})01((?=[2-9])\d{8})$', '+229\1\2')
    when phone like '+241%' then pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(phone, '^\+241(\d{0})6((?=[256])\d{7})$', '+241\1\2'), '^\+241(\d{0})7((?=[47])\d{7})$', '+241\1\2'), '^\+241(\d{0})1((?=1)\d{7})$', '+241\1\2'), '^\+241(\d{0})0((?=[124-7])\d{7})$', '+241\1\2')
    when phone like '+237%' then pg_catalog.regexp_replace(phone, '^\+237(\d{0})6((?=[5-79])\d{8})$', '+237\1\2')
    when phone like '+84%' then pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(phone, '^\+84(\d{0})16((?=[2-9])\d{8})$', '+84\13\2'), '^\+84(\d{0})12((?=[068])\d{8})$', '+84\17\2'), '^\+84(\d{0})12((?=[345])\d{8})$', '+84\18\2'), '^\+84(\d{0})18((?=[68])\d{8})$', '+84\15\2'), '^\+84(\d{0})19((?=9)\d{8})$', '+84\15\2'), '^\+84(\d{0})121(\d{7})$', '+84\179\2'), '^\+84(\d{0})122(\d{7})$', '+84\177\2'), '^\+84(\d{0})127(\d{7})$', '+84\181\2'), '^\+84(\d{0})129(\d{7})$', '+84\182\2')
    else phone
  end;
end
$$;

reset check_function_bodies;

revoke execute on function
  public.begin_whatsapp_call(jsonb),
  public.attach_whatsapp_call(jsonb),
  public.find_whatsapp_call(jsonb),
  public.knows_whatsapp_contact(jsonb)
from public;

revoke execute on function public.update_whatsapp_calls_updated_at() from public;

revoke execute on function
  public.claim_whatsapp_call(jsonb),
  public.release_whatsapp_call_claim(jsonb)
from public;

revoke execute on function public.record_whatsapp_call_events(jsonb) from public;

revoke execute on function public.sweep_whatsapp_calls(jsonb) from public;

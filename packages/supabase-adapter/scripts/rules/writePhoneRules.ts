import { aliasRules } from "@skale-calls/core";

/** `aliasRules`. In plpgsql, which keeps its plans for the session: every webhook asks it. */
export const writePhoneRules =
  (): string => `-- One form for all aliases of a number (core: phoneKey). For matching, never for dialling.
create or replace function skale_calls.phone_key(phone text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return ${aliasRules.reduce(
    (sql, rule) =>
      `pg_catalog.regexp_replace(${sql}, '^\\+${rule.callingCode}(\\d{${rule.areaDigits}})${rule.mark}(\\d{${rule.subscriberDigits}})$', '+${rule.callingCode}\\1\\2')`,
    "phone",
  )};
end
$$;`;

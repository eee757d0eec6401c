import { type AliasRule, aliasPattern, aliasRules } from "@skale-calls/core/internal";
import { writeFunction } from "./writeFunction.ts";

/** Writes `aliasRules` as functions. `phone_key` is in plpgsql, which keeps its plans for the session: every webhook calls it. */
export const writePhoneRules =
  (): string => `-- Returns the same text for all aliases of a number (core: phoneKey). This text is for matching, never for dialling.
create or replace function skale_calls.phone_key(phone text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Most numbers have only one form, which needs no regular expression.
  return case
${writePhoneKeys()}
    else phone
  end;
end
$$;

${writeFunction(
  "Every form of a number (core: phoneAliases). The forms are for matching, never for dialling.",
  "phone_aliases(phone text)",
  "text[]",
  `array(
    select distinct form
    from (select skale_calls.phone_key(phone) as key) as known
    cross join lateral pg_catalog.unnest(array[
      phone, key,
${aliasRules.map(writeLongForm).join(",\n")}
    ]) as form
  )`,
)}`;

/** Writes the longer form of a key; a key that the rule does not match stays as it is. */
const writeLongForm = (rule: AliasRule) =>
  `      pg_catalog.regexp_replace(key, '${aliasPattern(rule, rule.shortMark ?? "")}', '+${rule.callingCode}\\1${rule.mark}\\2')`;

/**
 * Writes a `when` for each calling code whose numbers have two forms. Its result is the shorter form. No rule matches the
 * result of another rule.
 */
function writePhoneKeys(): string {
  const codes = new Set(aliasRules.map(({ callingCode }) => callingCode));
  return [...codes]
    .map((code) => {
      const rules = aliasRules.filter(({ callingCode }) => callingCode === code);
      const key = rules.reduce(
        (sql, rule) =>
          `pg_catalog.regexp_replace(${sql}, '${aliasPattern(rule, rule.mark)}', '+${code}\\1${rule.shortMark ?? ""}\\2')`,
        "phone",
      );
      return `    when phone like '+${code}%' then ${key}`;
    })
    .join("\n");
}

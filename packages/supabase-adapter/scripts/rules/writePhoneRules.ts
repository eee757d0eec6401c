import { aliasPattern, aliasRules } from "@skale-calls/core/internal";

/** Writes `aliasRules` as a function in plpgsql, which keeps its plans for the session: every webhook calls the function. */
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
$$;`;

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

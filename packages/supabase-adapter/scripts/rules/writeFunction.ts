/**
 * Writes a rule as an SQL function. The function has no `set`, so Postgres inlines it into the calling expressions. These can
 * then use indexes, and there is no function call.
 *
 * @param volatility `stable` if the rule adds an interval to a time, because the result depends on the session's time zone.
 */
export function writeFunction(
  comment: string,
  signature: string,
  returns: string,
  expression: string,
  volatility: "immutable" | "stable" = "immutable",
): string {
  return `-- ${comment}
create or replace function skale_calls.${signature}
returns ${returns}
language sql
${volatility}
as $$
  select ${expression}
$$;`;
}

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const interval = (seconds: number): string => `interval '${seconds} s'`;

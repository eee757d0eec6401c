/**
 * A rule as an SQL function. It has no `set`, so that Postgres puts it straight into the expressions that ask it: the
 * indexes serve, and no call is made.
 *
 * @param volatility `stable` where a time and an interval are added: that depends on the session's time zone.
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

import { type TextLength, textLengths } from "@skale-calls/core";
import { factMerges } from "@skale-calls/core/internal";

const lengthEntries = Object.entries(textLengths).map(
  ([table, columns]) => [table, Object.entries<TextLength>(columns)] as const,
);

const factLengths = Object.entries<TextLength>(textLengths.whatsapp_calls).filter(
  ([column]) => column in factMerges,
);

/** Writes `textLengths`. */
export const writeLengthRules =
  (): string => `-- The maximum number of characters of a text (core: textLengths), by table and column.
create or replace function skale_calls.text_length(text_column text)
returns int
language sql
immutable
as $$
  select case text_column
${lengthEntries.flatMap(([table, columns]) => columns.map(([column, { most }]) => `    when '${table}.${column}' then ${most}`)).join("\n")}
  end
$$;

-- Applies the maximum lengths of the columns to the facts of a webhook: cuts texts that are too long, removes ids that are too long.
create or replace function skale_calls.fit_texts(said public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Almost no webhook has a text that is too long, so one expression checks all columns first.
  if ${factLengths.map(([column, { most }]) => `pg_catalog.char_length(said.${column}) > ${most}`).join("\n    or ")}
  then
${factLengths.map(writeFitting).join("\n")}
  end if;
  return said;
end
$$;

${lengthEntries.map(([table, columns]) => writeChecks(table, columns)).join("\n\n")}`;

function writeFitting([column, { most, longer }]: readonly [string, TextLength]): string {
  const fitting = longer === "cut" ? `pg_catalog.left(said.${column}, ${most})` : "null";
  return `    if pg_catalog.char_length(said.${column}) > ${most} then said.${column} := ${fitting}; end if;`;
}

/**
 * Postgres may store a longer text outside of the row, and must fetch it to count its characters. So the bytes of such a text
 * are compared first.
 */
const longText = 1000;

/** Drops and adds the constraints in one statement, so that the statement can run again and reads the table once. */
function writeChecks(table: string, columns: readonly (readonly [string, TextLength])[]): string {
  const actions = columns.flatMap(([column, { most }]) => [
    `  drop constraint if exists ${table}_${column}_length`,
    `  add constraint ${table}_${column}_length check (${most > longText ? `pg_catalog.octet_length(${column}) <= ${most} or ` : ""}pg_catalog.char_length(${column}) <= ${most})`,
  ]);
  return `alter table public.${table}\n${actions.join(",\n")};`;
}

import { type CallFacts, type TextLength, textLengths } from "@skale-calls/core";
import {
  aliasPattern,
  aliasRules,
  factMerges,
  type MergeRule,
  type StatusCondition,
  statusRules,
} from "@skale-calls/core/internal";

/**
 * The SQL twin of core's tables: `aliasRules`, `factMerges` and `statusRules` as functions. `sql/rules.sql`
 * holds what this returns, and a test fails when it does not.
 */
export function generateRulesSql(): string {
  return `-- Generated from the tables of @skale-calls/core by \`pnpm migrations\`. Do not edit.

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
${writePhoneKeys()}
    else phone
  end;
end
$$;

-- The status of a call, the first rule that holds (core: statusRules).
create or replace function skale_calls.derive_status(
  call public.whatsapp_calls, out status text, out end_reason text
)
language plpgsql
immutable
set search_path = ''
as $$
declare
  rule constant text := case
${statusRules.map(({ when, status, endReason }) => `    when ${writeCondition(when)} then '${status}${endReason ? ` ${endReason}` : ""}'`).join("\n")}
  end;
begin
  status := pg_catalog.split_part(rule, ' ', 1);
  end_reason := nullif(pg_catalog.split_part(rule, ' ', 2), '');
end
$$;

-- What is known of a call joined with what is said of it (core: factMerges): commutative, associative, idempotent.
-- All but the facts is kept as it is in \`a\`.
create or replace function skale_calls.merge_facts(a public.whatsapp_calls, b public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
declare
  r public.whatsapp_calls := a;
  a_rank int := coalesce(${rank("a.direction_source", factMerges.direction_source.ranks)}, 0);
  b_rank int := coalesce(${rank("b.direction_source", factMerges.direction_source.ranks)}, 0);
  a_dialled boolean := a.direction_source is not distinct from 'dialled';
  b_dialled boolean := b.direction_source is not distinct from 'dialled';
begin
${mergeEntries.map(([name, merge]) => `  r.${name} := ${writeMerge(name, merge)};`).join("\n")}
  return r;
end
$$;

-- Whether two say different things of one fact that has only one right value.
create or replace function skale_calls.contradicts(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return ${mergeEntries
    .map(([name, merge]) => writeContradiction(name, merge))
    .filter((sql) => sql !== null)
    .join("\n    or ")};
end
$$;

-- Whether nothing is known in \`b\` that is not known in \`a\`.
create or replace function skale_calls.same_facts(a public.whatsapp_calls, b public.whatsapp_calls)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return (${mergeEntries.map(([name]) => `a.${name}`).join(", ")})
    is not distinct from (${mergeEntries.map(([name]) => `b.${name}`).join(", ")});
end
$$;

-- How many characters a text may have (core: textLengths), by table and column.
create or replace function skale_calls.text_length(text_column text)
returns int
language sql
immutable
as $$
  select case text_column
${lengthEntries.flatMap(([table, columns]) => columns.map(([column, { most }]) => `    when '${table}.${column}' then ${most}`)).join("\n")}
  end
$$;

-- What a webhook says of a call, so that the row can hold it: long texts are cut, long ids dropped.
create or replace function skale_calls.fit_texts(said public.whatsapp_calls)
returns public.whatsapp_calls
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- One expression for nearly all that come by.
  if ${factLengths.map(([column, { most }]) => `pg_catalog.char_length(said.${column}) > ${most}`).join("\n    or ")}
  then
${factLengths.map(writeFitting).join("\n")}
  end if;
  return said;
end
$$;

${lengthEntries.map(([table, columns]) => writeChecks(table, columns)).join("\n\n")}
`;
}

/** For each calling code with two forms of a number, the shorter form. No result of one rule fits another. */
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

const lengthEntries = Object.entries(textLengths).map(
  ([table, columns]) => [table, Object.entries<TextLength>(columns)] as const,
);

const factLengths = Object.entries<TextLength>(textLengths.whatsapp_calls).filter(
  ([column]) => column in factMerges,
);

function writeFitting([column, { most, longer }]: readonly [string, TextLength]): string {
  const fitting = longer === "cut" ? `pg_catalog.left(said.${column}, ${most})` : "null";
  return `    if pg_catalog.char_length(said.${column}) > ${most} then said.${column} := ${fitting}; end if;`;
}

/** From this length on Postgres may keep a text outside of the row, and counting its characters has to fetch it. */
const longText = 1000;

/** Dropped and added in one statement, so that it may run again and the table is read once. */
function writeChecks(table: string, columns: readonly (readonly [string, TextLength])[]): string {
  const actions = columns.flatMap(([column, { most }]) => [
    `  drop constraint if exists ${table}_${column}_length`,
    `  add constraint ${table}_${column}_length check (${most > longText ? `pg_catalog.octet_length(${column}) <= ${most} or ` : ""}pg_catalog.char_length(${column}) <= ${most})`,
  ]);
  return `alter table public.${table}\n${actions.join(",\n")};`;
}

const mergeEntries = Object.entries(factMerges) as [keyof CallFacts, MergeRule][];

function writeCondition(when: StatusCondition): string {
  const parts = [
    when.ended && "call.ended_at is not null",
    when.expired && "call.expired_at is not null",
    when.answered && "call.answered_at is not null",
    when.declined && "call.declined_at is not null",
    when.rejected && "call.rejected_at is not null",
    when.hungUp && "call.hangup_at is not null",
    when.incoming && "call.direction is not distinct from 'entrante'",
    when.noErrorCode && "call.error_code is null",
    when.cause && `call.end_cause in (${when.cause.map((cause) => `'${cause}'`).join(", ")})`,
  ].filter((part) => typeof part === "string");
  return parts.length === 0 ? "true" : parts.join(" and ");
}

function rank(sql: string, ranks: readonly string[]): string {
  return `pg_catalog.array_position(array[${ranks.map((value) => `'${value}'`).join(", ")}], ${sql})`;
}

const smallest = (name: string) => `least(a.${name} collate "C", b.${name} collate "C")`;

function writeMerge(name: string, merge: MergeRule): string {
  switch (merge.rule) {
    case "earliest":
      return `least(a.${name}, b.${name})`;
    case "largest":
      return `coalesce(greatest(a.${name}, b.${name}), 0)`;
    case "longest":
      return (
        `case when b.${name} is null then a.${name} when a.${name} is null then b.${name}` +
        ` when pg_catalog.char_length(a.${name}) <> pg_catalog.char_length(b.${name})` +
        ` then case when pg_catalog.char_length(a.${name}) > pg_catalog.char_length(b.${name}) then a.${name} else b.${name} end` +
        ` else greatest(a.${name} collate "C", b.${name} collate "C") end`
      );
    case "ranked":
      return (
        `case when coalesce(${rank(`b.${name}`, merge.ranks)}, 0) > coalesce(${rank(`a.${name}`, merge.ranks)}, 0)` +
        ` then b.${name} else a.${name} end`
      );
    case "directed":
      return (
        `case when b_rank > a_rank then b.${name} when a_rank > b_rank then a.${name}` +
        ` else ${smallest(name)} end`
      );
    default:
      return merge.ours
        ? `case when a_dialled and not b_dialled then coalesce(a.${name}, b.${name})` +
            ` when b_dialled and not a_dialled then coalesce(b.${name}, a.${name})` +
            ` else ${smallest(name)} end`
        : smallest(name);
  }
}

function writeContradiction(name: string, merge: MergeRule): string | null {
  const differ = `a.${name} <> b.${name}`;
  const sided =
    "coalesce(a.direction_source <> 'default', true) and coalesce(b.direction_source <> 'default', true)";
  switch (merge.rule) {
    case "smallest":
      return name === "provider" ? null : `coalesce(${differ}, false)`;
    case "directed":
      return `coalesce(${differ}, false) and ${sided}`;
    case "smallest_phone":
      return `coalesce(skale_calls.phone_key(a.${name}) <> skale_calls.phone_key(b.${name}), false) and ${sided}`;
    default:
      return null;
  }
}

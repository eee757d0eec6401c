import {
  type CallCondition,
  type CallIdKind,
  type CallRule,
  callIdPrefixes,
  callRules,
  timeLimits,
} from "@skale-calls/core/internal";
import { interval, quote, writeFunction } from "./writeFunction.ts";

const row = "public.whatsapp_calls";

/** Writes `callRules`, `callIdPrefixes` and `isGhostOf`. */
export function writeCallRules(): string {
  const ids = Object.entries(callIdPrefixes).flatMap(([kind, prefix]) => [
    writeFunction(
      `Whether a call_id is of this kind (core: callIdKind).`,
      `is_${kind}(call_id text)`,
      "boolean",
      `call_id like ${quote(`${prefix}%`)}`,
    ),
    writeFunction(
      `The call_id of a row of this kind (core: ${kind}CallId).`,
      `${kind}_call_id(id uuid)`,
      "text",
      `${quote(prefix)} || id`,
    ),
  ]);
  const rules = Object.entries<CallRule>(callRules).map(([name, rule]) =>
    writeFunction(
      `core: callRules.${name}.`,
      `is_${name}(call ${row})`,
      "boolean",
      writeRule(rule, "call"),
    ),
  );
  return [...ids, ...rules, writeGhostRule()].join("\n\n");
}

function writeGhostRule(): string {
  return writeFunction(
    "Whether a call may be the ghost of a dialled call (core: isGhostOf).",
    `is_ghost_of(ghost ${row}, dialled ${row})`,
    "boolean",
    `${writeRule(callRules.undialled, "ghost")}
    and ghost.created_at >= dialled.created_at
    and ghost.created_at < dialled.created_at + ${interval(timeLimits.ghost)}
    and (
      ghost.contact_user_id = dialled.contact_user_id
      or skale_calls.phone_key(ghost.contact_phone) = skale_calls.phone_key(dialled.contact_phone)
    )
    and coalesce(
      skale_calls.phone_key(ghost.business_phone) = skale_calls.phone_key(dialled.business_phone),
      ghost.provider_phone_id = dialled.provider_phone_id,
      true
    )`,
    "stable",
  );
}

/** Writes a rule about one row as an SQL expression. If a column is null, the expression may be null instead of false. */
export function writeRule(rule: CallRule, alias: string): string {
  const conditions = rule.map((condition) => writeCondition(condition, alias));
  return conditions.length === 1 ? (conditions[0] ?? "") : `(${conditions.join(" or ")})`;
}

function writeCondition({ kind, ...columns }: CallCondition, alias: string): string {
  const parts = [
    ...(kind ? [writeKind(kind, `${alias}.call_id`)] : []),
    ...Object.entries(columns).map(([column, wanted]) => writeColumn(`${alias}.${column}`, wanted)),
  ];
  return parts.join(" and ");
}

function writeKind(kinds: readonly CallIdKind[], column: string): string {
  const like = (not: string, prefix: string) => `${column} ${not}like ${quote(`${prefix}%`)}`;
  const prefixes = Object.entries(callIdPrefixes);
  const named = prefixes.filter(([kind]) => kinds.includes(kind as CallIdKind));
  if (!kinds.includes("provider")) {
    const alternatives = named.map(([, prefix]) => like("", prefix));
    return alternatives.length === 1 ? (alternatives[0] ?? "") : `(${alternatives.join(" or ")})`;
  }
  const others = prefixes.filter((prefix) => !named.includes(prefix));
  return others.map(([, prefix]) => like("not ", prefix)).join(" and ");
}

function writeColumn(column: string, wanted: string | readonly (string | null)[]): string {
  if (wanted === "known") return `${column} is not null`;
  if (typeof wanted === "string") return `${column} is null`;
  const values = wanted.filter((value) => value !== null).map(quote);
  const known =
    values.length === 1 ? `${column} = ${values[0]}` : `${column} in (${values.join(", ")})`;
  return values.length === wanted.length ? known : `(${column} is null or ${known})`;
}

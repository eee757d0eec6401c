import {
  type AgeRule,
  expiryRules,
  ledgerBatch,
  lostRule,
  passingKinds,
  sweepLimits,
  timeLimits,
} from "@skale-calls/core/internal";
import { writeRule } from "./writeCallRules.ts";
import { interval, quote, writeFunction } from "./writeFunction.ts";

const argumentsOf = (name: string) =>
  `${name}(call public.whatsapp_calls, options jsonb, at timestamptz)`;

/** Writes `expiryRules`, `lostRule`, `isPassing` and `sweepLimits`. */
export function writeSweepRules(): string {
  return [
    writeFunction(
      "Whether the sweep expires a call. The options contain limits in seconds (core: isExpired).",
      argumentsOf("is_expired"),
      "boolean",
      `skale_calls.is_swept(call) and (
    ${expiryRules.map(writeAge).join("\n    or ")}
  )`,
      "stable",
    ),
    writeFunction(
      "Whether the provider's response to a dial is so late that only a webhook can provide the call's id (core: isLost).",
      argumentsOf("is_lost"),
      "boolean",
      writeAge(lostRule),
      "stable",
    ),
    writeFunction(
      "Whether an entry of the ledger serves only to recognise a repeated webhook (core: isPassing).",
      "is_passing(kind text, call_id text, payload jsonb, outcome text)",
      "boolean",
      `kind in (${passingKinds.map(quote).join(", ")})
    and call_id is null and payload is null and outcome <> 'dead_letter'`,
    ),
    writeFunction(
      "When the entries that the sweep deletes arrived at the latest (core: isForgotten).",
      "passing_until(options jsonb, at timestamptz)",
      "timestamptz",
      `at - pg_catalog.make_interval(secs => ${secondsOf("passingSeconds")})`,
      "stable",
    ),
    writeFunction(
      "When an event arrived at the earliest, if it has arrived before. The provider's clock may be wrong (core: timeLimits.passingEvent).",
      "told_since(occurred_at timestamptz, at timestamptz)",
      "timestamptz",
      `least(occurred_at, at) - ${interval(timeLimits.passingEvent)}`,
      "stable",
    ),
    writeFunction(
      "The most entries that one sweep deletes (core: ledgerBatch).",
      "ledger_batch()",
      "int",
      String(ledgerBatch),
    ),
  ].join("\n\n");
}

function writeAge({ when, since, limit }: AgeRule): string {
  // Rows written by the guide's functions may have no created_at.
  const time = since === "created_at" ? "coalesce(call.created_at, '-infinity')" : `call.${since}`;
  return [
    ...(when.length === 0 ? [] : [writeRule(when, "call")]),
    `${time} < at - pg_catalog.make_interval(secs => ${secondsOf(limit)})`,
  ].join(" and ");
}

const secondsOf = (limit: AgeRule["limit"]) =>
  `coalesce((options ->> ${quote(limit)})::float8, ${sweepLimits[limit]})`;

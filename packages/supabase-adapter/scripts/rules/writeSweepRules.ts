import { type AgeRule, expiryRules, lostRule, sweepLimits } from "@skale-calls/core/internal";
import { writeRule } from "./writeCallRules.ts";
import { quote, writeFunction } from "./writeFunction.ts";

const argumentsOf = (name: string) =>
  `${name}(call public.whatsapp_calls, options jsonb, at timestamptz)`;

/** Writes `expiryRules`, `lostRule` and `sweepLimits`. */
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
  ].join("\n\n");
}

function writeAge({ when, since, limit }: AgeRule): string {
  const seconds = `coalesce((options ->> ${quote(limit)})::int, ${sweepLimits[limit]})`;
  // Rows written by the guide's functions may have no created_at.
  const time = since === "created_at" ? "coalesce(call.created_at, '-infinity')" : `call.${since}`;
  return [
    ...(when.length === 0 ? [] : [writeRule(when, "call")]),
    `${time} < at - pg_catalog.make_interval(secs => ${seconds})`,
  ].join(" and ");
}

import { timeLimits } from "@skale-calls/core/internal";
import { interval, writeFunction } from "./writeFunction.ts";

/** Writes `ringsUntil` and `keepsSession`. */
export function writeSessionRules(): string {
  return [
    writeFunction(
      "The time until which an offer rings, counted from its event or, if that is earlier, from its arrival (core: ringsUntil).",
      "rings_until(occurred_at timestamptz, heard_at timestamptz)",
      "timestamptz",
      `least(occurred_at, heard_at) + ${interval(timeLimits.ring)}`,
      "stable",
    ),
    writeFunction(
      "Whether the SDP of an event is stored for a call (core: keepsSession).",
      "keeps_session(call public.whatsapp_calls, kind text, until timestamptz, at timestamptz)",
      "boolean",
      `case kind
    when 'answer' then not skale_calls.is_over(call)
    else skale_calls.is_ringable(call) and until > at
  end`,
    ),
  ].join("\n\n");
}

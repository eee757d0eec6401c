import { isTalk } from "../rules/callRules.ts";
import type { Call } from "../vocabulary/callFacts.ts";

/**
 * Returns the duration of a call for `estimateCallCost`: 0 if nobody answered, and null if the call was answered and its
 * duration is unknown.
 *
 * @example estimateCallCost({ ...call, to: call.contact_phone, seconds: talkSeconds(call), at: call.created_at, rateCards })
 */
export function talkSeconds(
  call: Pick<Call, "answered_at" | "status" | "call_id" | "duration_seconds">,
): number | null {
  if (call.duration_seconds > 0) return call.duration_seconds;
  return isTalk(call) ? null : 0;
}

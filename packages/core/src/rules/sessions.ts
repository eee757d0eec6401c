import { callRules, meets, type RuledCall } from "./callRules.ts";
import { timeLimits } from "./timeLimits.ts";

/**
 * Returns the time until which an offer rings. The ringing starts at the time that the webhook states, so a `connect`
 * that is sent again half an hour later does not ring. A time in the future, by the store's clock, is replaced by
 * `now`.
 */
export function ringsUntil(occurredAt: string, now: Date): Date {
  const heard = Math.min(Date.parse(occurredAt), now.getTime());
  return new Date(heard + timeLimits.ring * 1000);
}

/**
 * True if the SDP of an event is stored for a call: an SDP answer while the call is not over, an SDP offer while the
 * call may ring.
 *
 * @param until the end of the ringing (`ringsUntil`), for an offer.
 */
export function keepsSession(
  call: RuledCall,
  kind: "offer" | "answer",
  until: Date | null,
  now: Date,
): boolean {
  if (kind === "answer") return !meets(callRules.over, call);
  return meets(callRules.ringable, call) && until !== null && until > now;
}

import { callRules, meets, type RuledCall } from "./callRules.ts";
import { timeLimits } from "./timeLimits.ts";

/**
 * Until when an offer rings: by the envelope's time, so that a connect that was retried half an hour later rings nowhere; a
 * time that is still to come by the store's clock counts as now.
 */
export function ringsUntil(occurredAt: string, now: Date): Date {
  const heard = Math.min(Date.parse(occurredAt), now.getTime());
  return new Date(heard + timeLimits.ring * 1000);
}

/**
 * Whether the SDP of an event is kept for a call: an answer while the call is not over, an offer while it may ring.
 *
 * @param until of an offer: `ringsUntil`.
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

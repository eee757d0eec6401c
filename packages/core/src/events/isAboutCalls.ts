import type { CallEvent, StoredEvent } from "../vocabulary/callEvent.ts";

/**
 * True for every event about calls, including unknown events. For other events, such as other messages on the same
 * subscription, the ledger stores the id, the type and the hash, but no body.
 *
 * @example
 * const payload = isAboutCalls(event) ? stripSdp(event.raw) : null;
 */
export function isAboutCalls(event: CallEvent | StoredEvent): boolean {
  return event.kind !== "unknown" || event.callId !== undefined || event.aboutCalls === true;
}

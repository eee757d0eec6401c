import type { CallEvent, StoredEvent } from "../vocabulary/callEvent.ts";

/**
 * False for events that are not about calls, such as other messages on the same subscription: the
 * ledger keeps their id, type and hash, and no body. True for unknown events about calls.
 *
 * @example
 * const payload = isAboutCalls(event) ? stripSdp(event.raw) : null;
 */
export function isAboutCalls(event: CallEvent | StoredEvent): boolean {
  return event.kind !== "unknown" || event.callId !== undefined || event.aboutCalls === true;
}

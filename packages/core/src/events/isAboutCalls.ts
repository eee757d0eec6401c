import type { CallEvent, StoredEvent } from "../vocabulary/callEvent.ts";

/**
 * False of what a provider sends beside calls, such as other messages on the same subscription: of
 * those the ledger keeps id, type and hash, no body. Unknown events of calls are about calls.
 *
 * @example
 * const payload = isAboutCalls(event) ? stripSdp(event.raw) : null;
 */
export function isAboutCalls(event: CallEvent | StoredEvent): boolean {
  return event.kind !== "unknown" || event.callId !== undefined || event.aboutCalls === true;
}

import type { CallEvent, StoredEvent } from "../vocabulary/callEvent.ts";

/**
 * True for every event about calls, including unknown events. For other events, such as other messages on the same
 * subscription or a contact's new number, the ledger stores the id, the type and the hash, but no body.
 *
 * @example
 * const payload = isAboutCalls(event) ? stripSdp(event.raw) : null;
 */
export function isAboutCalls(event: CallEvent | StoredEvent): boolean {
  // A change names a contact who perhaps never called. What it joins is stored beside the ledger.
  if (event.kind === "contact_change") return false;
  return event.kind !== "unknown" || event.callId !== undefined || event.aboutCalls === true;
}

import type { CallEvent, StoredEvent } from "../vocabulary/callEvent.ts";

/**
 * False of what a provider sends beside calls, such as other messages on the same subscription: of
 * those the ledger keeps id, type and hash, no body. Unknown events of calls are about calls, and so is
 * every flat payload.
 *
 * @example
 * const payload = isAboutCalls(event) ? stripSdp(event.raw) : null;
 */
export function isAboutCalls(event: CallEvent | StoredEvent): boolean {
  if (event.kind !== "unknown" || event.callId !== undefined) return true;
  return event.provider === "flat" || callType.test(event.type ?? "");
}

/** YCloud's `whatsapp.call.*`, Meta's field `calls`, and what is about calls on the field `messages`. */
const callType = /^(?:whatsapp\.call\.|calls$|call_|voicemail$)/;

import type { Recipient } from "@skale-calls/core";
import type { CallClient } from "@skale-calls/core/client";
import type { WhatsappCall } from "./database.ts";

/**
 * The contact is either `to` or `recipient`. `to` is a phone number, with its country code unless `DEFAULT_COUNTRY` is set.
 * `recipient` is the WhatsApp user id of a contact whose number is not known.
 */
export type InitiateCallParams = Recipient & {
  inboxId?: string | null;
  leadId?: string | null;
  /** The browser's SDP offer. Without it, the provider must support click-to-call. */
  sdp?: string | null;
  /** A UUID that you choose. A second request with the same UUID returns the same call and does not dial, so a retry is safe. */
  id?: string;
};

export interface InitiatedCall {
  /** The provider's id of the call. Until it is known: `pending:` and the id of the call's row. */
  call_id: string;
  call: WhatsappCall;
  /** The provider's response is missing or unclear. The call's row will show whether the provider dialled. */
  outcome?: "ambiguous";
}

/** Asks the edge function `whatsapp-call` to dial (guide, section 4). */
export function initiateCall(
  api: CallClient,
  { to, recipient, inboxId, leadId, sdp, id }: InitiateCallParams,
): Promise<InitiatedCall> {
  return api.send("POST /", {
    body: {
      ...(recipient === undefined ? { to } : { recipient }),
      inbox_id: inboxId ?? null,
      ...(leadId == null ? {} : { lead_id: leadId }),
      ...(sdp == null ? {} : { sdp }),
      ...(id === undefined ? {} : { id }),
    },
  });
}

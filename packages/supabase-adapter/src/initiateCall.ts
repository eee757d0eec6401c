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
  /** The browser's SDP offer; without it the provider must have click-to-call. */
  sdp?: string | null;
  /** A uuid that you choose. A request with the same uuid returns the same call and does not dial, so a retry is safe. */
  id?: string;
};

export interface InitiatedCall {
  /** The provider's id; `pending:<id>` while the id is not known. */
  call_id: string;
  call: WhatsappCall;
  /** The provider's answer did not arrive. The call's row will show whether it was dialled. */
  outcome?: "ambiguous";
}

/** Guide, section 4: asks the edge function `whatsapp-call` to dial. */
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

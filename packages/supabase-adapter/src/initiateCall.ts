import { ProviderError } from "@skale-calls/core";
import type { TypedClient } from "./callsClient.ts";
import type { WhatsappCall } from "./database.ts";
import { answerError, functionError, isRecord, type UnclearError } from "./functionError.ts";

export interface InitiateCallParams {
  /** A phone number; with its country code where no `DEFAULT_COUNTRY` is set. */
  to: string;
  inboxId?: string | null;
  leadId?: string | null;
  /** The browser's SDP offer; without it the provider must have click-to-call. */
  sdp?: string | null;
  /** A uuid of your own. The same one again returns the same call and dials nothing, so a retry is safe. */
  id?: string;
}

export interface InitiatedCall {
  /** The provider's id; `pending:<id>` while it is not known. */
  call_id: string;
  call: WhatsappCall;
  /** The provider's answer did not come; the call's row will tell what became of it. */
  outcome?: "ambiguous";
}

/** Guide, section 4: asks the edge function `whatsapp-call` to dial. */
export async function initiateCall(
  client: Pick<TypedClient, "functions">,
  { to, inboxId, leadId, sdp, id }: InitiateCallParams,
): Promise<InitiatedCall> {
  const { data, error } = await client.functions.invoke("whatsapp-call", {
    body: {
      to,
      inbox_id: inboxId ?? null,
      ...(leadId == null ? {} : { lead_id: leadId }),
      ...(sdp == null ? {} : { sdp }),
      ...(id === undefined ? {} : { id }),
    },
  });
  if (error) throw await functionError(error, unclearDial);
  if (isRecord(data) && data.ok === true) return data as unknown as InitiatedCall;
  throw answerError(data, { status: 502 }, unclearDial);
}

const unclearDial: UnclearError = (status, options) =>
  status === null
    ? new ProviderError("provider_unreachable", "ambiguous", {
        message:
          "The call service could not be reached, so it is not known whether the phone rings.",
        ...options,
      })
    : new ProviderError("provider_timeout", "ambiguous", {
        message: `The call service failed (${status}), so it is not known whether the phone rings.`,
        ...options,
      });

import { CallsError, type ErrorCode, errorCodes, ProviderError } from "@skale-calls/core";
import type { TypedClient } from "./callsClient.ts";
import type { WhatsappCall } from "./database.ts";

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
  if (error) throw await functionError(error);
  if (isRecord(data) && data.ok === true) return data as unknown as InitiatedCall;
  throw answerError(data, 502);
}

/** supabase-js gives the answer of a function that refused, or what went wrong on the way to it. */
async function functionError(error: unknown): Promise<CallsError> {
  const context = isRecord(error) ? error.context : undefined;
  if (context instanceof Response) {
    const body: unknown = await context
      .clone()
      .json()
      .catch(() => null); // Not ours: a gateway's page. The status tells enough.
    return answerError(body, context.status, context.headers.get("retry-after"));
  }
  return new ProviderError("provider_unreachable", "ambiguous", {
    message: "The call service could not be reached, so it is not known whether the phone rings.",
    cause: error,
  });
}

/** What an answer without a code of ours means, which comes from a gateway before the function. */
const gatewayMeanings: Readonly<Record<number, ErrorCode>> = {
  401: "invalid_token",
  403: "forbidden",
  404: "not_found",
  413: "body_too_large",
  429: "rate_limited",
};

function answerError(body: unknown, status: number, retryAfter: string | null = null): CallsError {
  const { code, error, details } = isRecord(body) ? body : {};
  const seconds = Number(retryAfter ?? Number.NaN);
  const options = {
    ...(typeof error === "string" ? { message: error } : {}),
    ...(details === undefined ? {} : { details }),
    ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {}),
  };
  if (isErrorCode(code)) return new CallsError(code, options);
  const meaning = gatewayMeanings[status];
  if (meaning !== undefined) return new CallsError(meaning, options);
  if (status < 500) return new CallsError("invalid_request", options);
  return new ProviderError("provider_timeout", "ambiguous", {
    message: `The call service failed (${status}), so it is not known whether the phone rings.`,
    ...options,
  });
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCodes, code);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

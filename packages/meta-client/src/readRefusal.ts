import { type ErrorCode, readWhatsappError } from "@skale-calls/core";
import { withoutUndefined } from "@skale-calls/core/internal";
import {
  blamesUs,
  codeOfStatus,
  lenient,
  outcomeOfStatus,
  parseRetryAfter,
  type Refusal,
  readRetryTime,
  redactMessage,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { MetaError } from "./metaError.ts";
import { readUsage } from "./readUsage.ts";

const token = lenient(z.string().regex(/^[\w.:+/=-]{1,128}$/));
const sentence = lenient(z.string().min(1));
const number = lenient(z.coerce.string().regex(/^\d{1,9}$/));

/** The Graph API's error envelope ("Handle errors"), with WhatsApp's `error_data`. */
const envelope = z.object({
  error: z.object({
    message: sentence,
    type: token,
    code: number,
    error_subcode: number,
    error_user_title: sentence,
    error_user_msg: sentence,
    is_transient: lenient(z.boolean()),
    error_data: lenient(z.union([z.string(), z.object({ details: sentence })])),
    fbtrace_id: token,
  }),
});
type GraphError = z.infer<typeof envelope>["error"];

/** The codes of the Graph API that have one meaning for a whole range. */
const ranges: readonly { from: number; to: number; code: ErrorCode }[] = [
  { from: 200, to: 299, code: "provider_auth" },
  // The limits of "business use cases".
  { from: 80_000, to: 80_014, code: "rate_limited" },
];

/** WhatsApp's own codes begin here; the codes below are the Graph API's. */
const firstWhatsappCode = 130_000;

/**
 * Converts a response other than 2xx to an error. 4xx is a refusal; for every other status it is not known whether the
 * request had an effect. The error's code is derived from WhatsApp's and the Graph API's codes, and only without a known one
 * from the HTTP status: WhatsApp's 138000 and 138006 arrive with 401 and have nothing to do with a token.
 */
export function readRefusal({ status, headers, body, statusCodes, secrets }: Refusal): MetaError {
  const error = envelope.safeParse(body).data?.error;
  const meaning = error?.code === undefined ? undefined : readWhatsappError(error.code);
  const usage = readUsage(headers) ?? undefined;
  const code = statusCodes?.[isMissing(error) ? 404 : status] ?? codeOf(error, status);
  const redact = (text: string | undefined) => text && redactMessage(text, secrets);
  const data = error?.error_data;
  const explanation = (typeof data === "string" ? data : data?.details) ?? error?.error_user_msg;
  const nextCall = code === "call_limit" ? readRetryTime(explanation) : undefined;
  return new MetaError(code, outcomeOfStatus(status), {
    ...withoutUndefined({
      httpStatus: status,
      retryAfter: parseRetryAfter(headers) ?? nextCall ?? usage?.retryAfter,
      usage,
      whatsappCode: error?.code,
      subcode: error?.error_subcode,
      type: error?.type,
      isTransient: error?.is_transient,
      requestId: error?.fbtrace_id ?? readRequestId(headers),
    }),
    about: withoutUndefined({
      reason: meaning?.reason,
      message: redact(error?.message),
      title: redact(error?.error_user_title),
      explanation: redact(explanation),
    }),
  });
}

/** An object that does not exist, or that the token may not see: the Graph API's subcode 33 of code 100, with HTTP 400. */
function isMissing(error: GraphError | undefined): boolean {
  return error?.code === "100" && error.error_subcode === "33";
}

function codeOf(error: GraphError | undefined, status: number): ErrorCode {
  if (isMissing(error)) return "provider_not_found";
  const code = error?.code === undefined ? Number.NaN : Number(error.code);
  const known =
    readWhatsappError(code)?.code ??
    ranges.find(({ from, to }) => code >= from && code <= to)?.code;
  if (known !== undefined) return known;
  const byStatus = codeOfStatus(status);
  // Meta says that the same request can succeed later, so it blames neither the token nor the parameters.
  if (error?.is_transient && byStatus !== "rate_limited") return "provider_error";
  // If WhatsApp refused, a 401 is not about our token, and a 400 may not be about our parameters.
  return code >= firstWhatsappCode && blamesUs.has(byStatus) ? "provider_refused" : byStatus;
}

/** Reads Meta's id of the request from the headers. */
export function readRequestId(headers: Headers): string | undefined {
  return token.parse(headers.get("x-fb-trace-id") ?? headers.get("x-fb-request-id") ?? undefined);
}

import { readWhatsappError } from "@skale-calls/core";
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
import { ycloudErrors } from "./errorTables.ts";
import { readRateLimit } from "./readRateLimit.ts";
import { YCloudError } from "./ycloudError.ts";

const token = lenient(z.string().regex(/^[\w.:[\]-]{1,128}$/));
const sentence = lenient(z.string().min(1));

/** YCloud's error envelope: https://docs.ycloud.com/en/api-reference/guides/api-fundamentals/handle-errors.md */
const envelope = z.object({
  error: z.object({
    code: token,
    message: sentence,
    target: token,
    requestId: token,
    whatsappApiError: lenient(
      z.object({
        code: lenient(z.coerce.string().regex(/^\d{1,9}$/)),
        message: sentence,
        // A map for messages, a string for templates.
        error_data: lenient(z.union([z.string(), z.object({ details: sentence })])),
      }),
    ),
  }),
});

/**
 * Converts a response other than 2xx to an error. 4xx is a refusal; for every other status it is not known whether the
 * request had an effect. The error's code is derived from WhatsApp's code; if there is none, from YCloud's code; if
 * there is none, from the HTTP status.
 */
export function readRefusal({ status, headers, body, statusCodes, secrets }: Refusal): YCloudError {
  const parsed = envelope.safeParse(body);
  const error = parsed.success ? parsed.data.error : undefined;
  const whatsapp = error?.whatsappApiError;
  const meaning = whatsapp?.code === undefined ? undefined : readWhatsappError(whatsapp.code);
  const fallback =
    (error?.code === undefined ? undefined : lookUp(ycloudErrors, error.code)) ??
    codeOfStatus(status);
  const code =
    statusCodes?.[status] ??
    meaning?.code ??
    // If WhatsApp refused, a 401 is not about our key, and a 400 may not be about our parameters.
    (whatsapp !== undefined && blamesUs.has(fallback) ? "provider_refused" : fallback);

  const data = whatsapp?.error_data;
  const explanation = typeof data === "string" ? data : data?.details;
  const nextCall = code === "call_limit" ? readRetryTime(explanation) : undefined;
  const redact = (text: string | undefined) => text && redactMessage(text, secrets);
  return new YCloudError(code, outcomeOfStatus(status), {
    ...withoutUndefined({
      httpStatus: status,
      retryAfter: parseRetryAfter(headers) ?? nextCall,
      rateLimit: readRateLimit(headers) ?? undefined,
      ycloudCode: error?.code,
      whatsappCode: whatsapp?.code,
      requestId: readRequestId(headers) ?? error?.requestId,
    }),
    about: withoutUndefined({
      reason: meaning?.reason,
      target: error?.target,
      message: redact(error?.message ?? whatsapp?.message),
      explanation: redact(explanation),
    }),
  });
}

/** Reads YCloud's id of the request. Every response has it in a header, and an error's envelope repeats it. */
export function readRequestId(headers: Headers): string | undefined {
  return token.parse(headers.get("ycloud-request-id") ?? undefined);
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

import { type ErrorCode, readWhatsappError } from "@skale-calls/core";
import * as z from "zod";
import { statusErrors, ycloudErrors } from "../errorTables.ts";
import { YCloudError } from "../ycloudError.ts";
import { parseRetryAfter } from "./parseRetryAfter.ts";
import { redactMessage } from "./redactMessage.ts";
import { withoutUndefined } from "./withoutUndefined.ts";

/** A member of the envelope that does not look like one is as good as absent. */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
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
        // A map for messages, a plain string for templates.
        error_data: lenient(z.union([z.string(), z.object({ details: sentence })])),
      }),
    ),
  }),
});

export interface Refusal {
  status: number;
  headers: Headers;
  /** The body, parsed where it was JSON. */
  body: unknown;
  /** What an HTTP status means for this very operation, before all tables. */
  statusCodes?: Readonly<Record<number, ErrorCode>>;
  secrets: readonly string[];
}

/**
 * The error that an answer other than 2xx stands for. 4xx is a refusal; anything else leaves open what
 * happened. The code comes from WhatsApp's code, else YCloud's, else the HTTP status.
 */
export function readRefusal({ status, headers, body, statusCodes, secrets }: Refusal): YCloudError {
  const parsed = envelope.safeParse(body);
  const error = parsed.success ? parsed.data.error : undefined;
  const whatsapp = error?.whatsappApiError;
  const meaning = whatsapp?.code === undefined ? undefined : readWhatsappError(whatsapp.code);
  const fallback =
    (error?.code === undefined ? undefined : lookUp(ycloudErrors, error.code)) ??
    statusErrors[status] ??
    defaultCode(status);
  const code =
    statusCodes?.[status] ??
    meaning?.code ??
    // Where WhatsApp refused, a 401 is not about our key, nor a 400 about our parameters for certain.
    (whatsapp !== undefined && blamesUs.has(fallback) ? "provider_refused" : fallback);

  const data = whatsapp?.error_data;
  const redact = (text: string | undefined) => text && redactMessage(text, secrets);
  return new YCloudError(code, status >= 400 && status < 500 ? "rejected" : "ambiguous", {
    ...withoutUndefined({
      httpStatus: status,
      retryAfter: parseRetryAfter(headers),
      ycloudCode: error?.code,
      whatsappCode: whatsapp?.code,
      requestId: readRequestId(headers) ?? error?.requestId,
    }),
    about: withoutUndefined({
      reason: meaning?.reason,
      target: error?.target,
      message: redact(error?.message ?? whatsapp?.message),
      explanation: redact(typeof data === "string" ? data : data?.details),
    }),
  });
}

const blamesUs: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["provider_auth", "invalid_parameter"]);

/** The header is there on every answer; the envelope repeats it. */
export function readRequestId(headers: Headers): string | undefined {
  return token.parse(headers.get("ycloud-request-id") ?? undefined);
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function defaultCode(status: number): ErrorCode {
  if (status >= 500) return "provider_error";
  return status >= 400 ? "provider_refused" : "provider_response_invalid";
}

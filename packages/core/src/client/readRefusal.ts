import type { ProviderOutcome } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { CallClientError } from "./callClientError.ts";

/** The meaning of an answer without an error code, which a gateway in front of the call service sent. */
const gatewayMeanings: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  401: ["invalid_token", "The access token is not valid any more. Sign in again."],
  403: ["forbidden", "The call service may not be used from here."],
  404: ["not_found", "There is no call service at this address. Is it deployed?"],
  413: ["body_too_large", "The request is too large."],
  429: ["rate_limited", "Too many requests. Try again later."],
};

/** The error for an answer that is not a success. */
export function readRefusal(
  route: string,
  { status, headers }: Pick<Response, "status" | "headers">,
  body: unknown,
): CallClientError {
  const isReading = route.startsWith("GET ");
  const isRefused = status >= 400 && status < 500;
  const { ok, code, error, details, outcome } = (body ?? {}) as Record<string, unknown>;
  const isOurs = ok === false && typeof code === "string";
  // The handler states the outcome when the provider failed. Otherwise 4xx is a refusal, and every other status is ambiguous.
  const stated =
    isOurs && (outcome === "rejected" || outcome === "ambiguous") ? outcome : undefined;
  const byStatus: ProviderOutcome = isRefused ? "rejected" : "ambiguous";
  const [meaning, sentence] = gatewayMeanings[status] ?? unknownMeaning(status, isReading);
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return new CallClientError(isOurs ? (code as ErrorCode) : meaning, {
    message: typeof error === "string" ? error : sentence,
    status: status < 400 ? 502 : status,
    outcome: isReading ? "rejected" : (stated ?? byStatus),
    ...(details === undefined ? {} : { details }),
    ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {}),
  });
}

function unknownMeaning(status: number, isReading: boolean): readonly [ErrorCode, string] {
  if (status >= 400 && status < 500) {
    return ["invalid_request", `The call service refused the request (${status}).`];
  }
  if (isReading) return ["provider_error", `The call service failed (${status}). Try again.`];
  const unknown = "so it is not known whether it did what was asked";
  return status < 400
    ? ["service_failed", `The call service's answer was not understood, ${unknown}.`]
    : ["service_failed", `The call service failed (${status}), ${unknown}.`];
}

import type { ProviderOutcome } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** The meaning of an HTTP status if the body of the response contains no known code. */
export const statusErrors: Readonly<Record<number, ErrorCode>> = {
  400: "invalid_parameter",
  401: "provider_auth",
  402: "payment_required",
  403: "provider_auth",
  404: "provider_not_found",
  413: "invalid_parameter",
  415: "invalid_parameter",
  422: "invalid_parameter",
  429: "rate_limited",
  504: "provider_timeout",
};

/** Returns the error code of an HTTP status. */
export function codeOfStatus(status: number): ErrorCode {
  const known = statusErrors[status];
  if (known !== undefined) return known;
  if (status >= 500) return "provider_error";
  return status >= 400 ? "provider_refused" : "provider_response_invalid";
}

/** 4xx is a refusal. For every other status it is not known whether the request had an effect. */
export function outcomeOfStatus(status: number): ProviderOutcome {
  return status >= 400 && status < 500 ? "rejected" : "ambiguous";
}

/** The codes that blame our key or our parameters. Read from an HTTP status alone, they are wrong if WhatsApp refused. */
export const blamesUs: ReadonlySet<ErrorCode> = /* @__PURE__ */ new Set<ErrorCode>([
  "provider_auth",
  "invalid_parameter",
]);

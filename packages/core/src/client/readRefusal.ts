import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { CallClientError } from "./callClientError.ts";
import { purposeOf, unanswered } from "./unanswered.ts";

/**
 * The meaning of a response without an error code, by its HTTP status. A gateway in front of the call service sends
 * such responses.
 */
const gatewayMeanings: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  401: ["invalid_token", "The session has expired. Sign in again."],
  403: ["forbidden", "The call service refused access."],
  404: ["not_found", "There is no call service at this address."],
  413: ["body_too_large", "The request is too large."],
  429: ["rate_limited", "Too many requests. Try again later."],
};

/** Returns the error code and the sentence for an HTTP status from 400 to 499. */
const refuse = (status: number): readonly [ErrorCode, string] =>
  gatewayMeanings[status] ?? [
    "invalid_request",
    `The call service refused the request (${status}).`,
  ];

/** Creates the error for a response that is not a success. */
export function readRefusal(
  route: string,
  { status, headers }: Pick<Response, "status" | "headers">,
  body: unknown,
): CallClientError {
  const purpose = purposeOf(route);
  const isRefused = status >= 400 && status < 500;
  const { ok, code, error, details, outcome } = (body ?? {}) as Record<string, unknown>;
  const isOurs = ok === false && typeof code === "string";
  const failed = unanswered("answer", purpose);
  const [meaning, sentence] = isRefused ? refuse(status) : [failed.code, failed.message];
  // If the provider failed, the response states the outcome. If a response states no outcome, 4xx is a refusal and
  // every other status is ambiguous.
  const isStated = isOurs && (outcome === "rejected" || outcome === "ambiguous");
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return new CallClientError(isOurs ? (code as ErrorCode) : meaning, {
    message: typeof error === "string" ? error : sentence,
    status: status < 400 ? 502 : status,
    outcome: purpose === "acting" && isStated ? outcome : isRefused ? "rejected" : failed.outcome,
    ...(details === undefined ? {} : { details }),
    ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {}),
  });
}

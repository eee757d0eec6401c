import { CallsError, type CallsErrorOptions, type ErrorCode, isErrorCode } from "@skale-calls/core";

/** What an answer without a code of ours means, which comes from a gateway before the function. */
const gatewayMeanings: Readonly<Record<number, ErrorCode>> = {
  401: "invalid_token",
  403: "forbidden",
  404: "not_found",
  413: "body_too_large",
  429: "rate_limited",
};

/** Makes the error of a call to a function of which it is not known what it did; without a status it was not reached. */
export type UnclearError = (status: number | null, options: CallsErrorOptions) => CallsError;

/** supabase-js gives the answer of a function that refused, or what went wrong on the way to it. */
export async function functionError(error: unknown, unclear: UnclearError): Promise<CallsError> {
  const context = isRecord(error) ? error.context : undefined;
  if (!(context instanceof Response)) return unclear(null, { cause: error });
  const body: unknown = await context
    .clone()
    .json()
    .catch(() => null); // Not ours: a gateway's page. The status tells enough.
  return answerError(body, context, unclear);
}

/** The error that an edge function's answer tells of. */
export function answerError(
  body: unknown,
  { status, headers }: Pick<Response, "status"> & Partial<Pick<Response, "headers">>,
  unclear: UnclearError,
): CallsError {
  const { code, error, details } = isRecord(body) ? body : {};
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  const options = {
    ...(typeof error === "string" ? { message: error } : {}),
    ...(details === undefined ? {} : { details }),
    ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {}),
  };
  if (isErrorCode(code)) return new CallsError(code, options);
  const meaning = gatewayMeanings[status];
  if (meaning !== undefined) return new CallsError(meaning, options);
  if (status < 500) return new CallsError("invalid_request", options);
  return unclear(status, options);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

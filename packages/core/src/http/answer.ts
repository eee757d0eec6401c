import type { Log } from "../ports/log.ts";
import { describeError } from "../useCases/describeError.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";

/** `{ ok: true, ... }`. */
export function answerOk(fields: Record<string, unknown>, status = 200): Response {
  return Response.json({ ok: true, ...fields }, { status });
}

/** Turns what a handler throws into an answer. */
export function withErrors(
  handler: (request: Request) => Promise<Response>,
  log: Log,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      return answerError(error, log);
    }
  };
}

/** `{ ok: false, error, code, details? }` with the error's status; any other error is logged and answered as `internal`. */
function answerError(error: unknown, log: Log): Response {
  const known = isCallsError(error) ? error : new CallsError("internal", { cause: error });
  if (known.status >= 500) log.error("request failed", describeError(error));
  return Response.json(
    {
      ok: false,
      error: known.message,
      code: known.code,
      ...(known.details === undefined ? {} : { details: known.details }),
    },
    {
      status: known.status,
      headers:
        known.retryAfter === undefined
          ? {}
          : { "Retry-After": String(Math.ceil(known.retryAfter)) },
    },
  );
}

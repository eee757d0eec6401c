import type * as z from "zod";
import type { errorSchema } from "../contract/errorSchema.ts";
import type { Log } from "../ports/log.ts";
import { describeError } from "../useCases/describeError.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";

/** Creates the answer of an act; a `Response` is returned unchanged. */
export function toResponse(answer: Response | { status: PropertyKey; body: unknown }): Response {
  return "headers" in answer
    ? answer
    : Response.json(answer.body, { status: Number(answer.status) });
}

/** Converts errors of a handler to answers. */
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

/**
 * `{ ok: false, error, code, outcome?, details? }` with the error's status. An error that is not a `CallsError` is logged
 * and answered as `internal`.
 */
function answerError(error: unknown, log: Log): Response {
  const known = isCallsError(error) ? error : new CallsError("internal", { cause: error });
  if (known.status >= 500) log.error("request failed", describeError(error));
  const outcome = outcomeOf(known);
  return Response.json(
    {
      ok: false,
      error: known.message,
      code: known.code,
      ...(outcome === undefined ? {} : { outcome }),
      ...(known.details === undefined ? {} : { details: known.details }),
    } satisfies z.output<typeof errorSchema>,
    {
      status: known.status,
      headers:
        known.retryAfter === undefined
          ? {}
          : { "Retry-After": String(Math.ceil(known.retryAfter)) },
    },
  );
}

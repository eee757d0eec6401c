import type * as z from "zod";
import type { errorSchema } from "../contract/errorSchema.ts";
import type { Log } from "../ports/log.ts";
import { describeError } from "../useCases/describeError.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";

/** Converts the result of an act to a `Response`. A `Response` is returned unchanged. */
export function toResponse(answer: Response | { status: PropertyKey; body: unknown }): Response {
  return "headers" in answer
    ? answer
    : Response.json(answer.body, {
        status: Number(answer.status),
        // Calls, numbers and credentials belong to one agent.
        headers: { "cache-control": "no-store" },
      });
}

/** Wraps a handler, and converts its errors to responses. */
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
 * Returns `{ ok: false, error, code, outcome?, details? }` with the status of the error. The code is `internal` for an
 * error that is not a `CallsError`. An error with a status of 500 or above is logged.
 */
function answerError(error: unknown, log: Log): Response {
  const known = isCallsError(error) ? error : new CallsError("internal", { cause: error });
  if (known.status >= 500) log.error("request failed", describeError(error));
  const { retryAfter } = known;
  return describeRefusal(
    known,
    retryAfter === undefined ? {} : { "Retry-After": String(Math.ceil(retryAfter)) },
  );
}

/**
 * Refuses a method of an address that has others.
 *
 * @param methods those that the address has; RFC 9110 requires them in the response.
 */
export function refuseMethod(methods: readonly string[]): Response {
  return describeRefusal(new CallsError("method_not_allowed"), { Allow: methods.join(", ") });
}

function describeRefusal(known: CallsError, headers: Record<string, string>): Response {
  const outcome = outcomeOf(known);
  return Response.json(
    {
      ok: false,
      error: known.message,
      code: known.code,
      ...(outcome === undefined ? {} : { outcome }),
      ...(known.details === undefined ? {} : { details: known.details }),
    } satisfies z.output<typeof errorSchema>,
    { status: known.status, headers },
  );
}

import type * as z from "zod";
import type { errorSchema } from "../contract/errorSchema.ts";
import { emit } from "../ports/logEvents.ts";
import type { OnEvent, RequestHandledEvent } from "../ports/telemetry.ts";
import { describeError } from "../useCases/describeError.ts";
import { msSince } from "../useCases/msSince.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError, outcomeOf } from "../vocabulary/isCallsError.ts";
import { requestIdOf } from "./requestIdOf.ts";

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

/** What becomes known of a request while it is handled. */
export type Seen = Pick<RequestHandledEvent, "route" | "callId" | "agentId" | "provider">;

/** A request, and the hook for the events that happen in it. */
export interface Visit {
  request: Request;
  /** Filled in by the handler. */
  seen: Seen;
  /** Adds the id of the request to an event. */
  onEvent: OnEvent;
}

interface AnswerOptions {
  handler: RequestHandledEvent["handler"];
  onEvent?: OnEvent | undefined;
}

/** Wraps a handler: converts its errors to responses, and emits one event for each request. */
export function answerRequests(
  { handler, onEvent }: AnswerOptions,
  handle: (visit: Visit) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const startedAt = performance.now();
    const seen: Seen = {};
    const tell: OnEvent = (event) => {
      // Without a hook only problems are written, so nothing else costs anything.
      if (!onEvent && event.level === "info") return;
      emit({ onEvent }, { ...event, requestId: requestIdOf(request) });
    };
    let failure = {};
    let response: Response;
    try {
      response = await handle({ request, seen, onEvent: tell });
    } catch (error) {
      failure = describeError(error);
      response = answerError(error);
    }
    const { status } = response;
    const level = levelOf(status, seen);
    if (onEvent || level !== "info") {
      tell({
        kind: "request",
        level,
        handler,
        method: tellMethod(request.method),
        ...seen,
        status,
        ...failure,
        ms: msSince(startedAt),
      });
    }
    return response;
  };
}

/** Nobody but an operator notices that a webhook of a known sender is not authentic, because a secret is wrong. */
function levelOf(status: number, { provider }: Seen): RequestHandledEvent["level"] {
  if (status >= 500) return "error";
  return status === 401 && provider !== undefined ? "warn" : "info";
}

const knownMethods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** A client can invent methods without end, and each would be one more label of a metric. OpenTelemetry has this name too. */
const tellMethod = (method: string) => (knownMethods.has(method) ? method : "_OTHER");

/**
 * Returns `{ ok: false, error, code, outcome?, details? }` with the status of the error. The code is `internal` for an
 * error that is not a `CallsError`.
 */
function answerError(error: unknown): Response {
  const known = isCallsError(error) ? error : new CallsError("internal", { cause: error });
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

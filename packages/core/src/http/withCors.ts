import { emit } from "../ports/logEvents.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { requestIdOf } from "./requestIdOf.ts";

const methods = "GET, POST, OPTIONS";
/** The most refused origins that are reported, each of them once. The limit prevents requests from filling the log. */
const maxRefusedOrigins = 100;

export interface CorsOptions {
  /** Origins such as `https://app.skale.example`; a slash or a path after it is ignored. Unset, empty or `*`: every origin. */
  allowedOrigins?: readonly string[] | undefined;
  onEvent?: OnEvent | undefined;
}

/**
 * Adds the CORS headers to every response of a handler, including errors, and responds to preflights.
 *
 * @throws CallsError `misconfigured` if an entry is not an origin.
 */
export function withCors(
  handler: (request: Request) => Promise<Response>,
  { allowedOrigins = [], onEvent }: CorsOptions,
): (request: Request) => Promise<Response> {
  const isOpen = allowedOrigins.length === 0 || allowedOrigins.includes("*");
  const allowed = new Set(isOpen ? [] : allowedOrigins.map(readOrigin));
  const refused = new Set<string>();

  function allows(origin: string, request: Request): boolean {
    if (allowed.has(origin)) return true;
    if (!refused.has(origin) && refused.size < maxRefusedOrigins) {
      refused.add(origin);
      emit(
        { onEvent },
        {
          kind: "problem",
          level: "warn",
          problem: "origin_refused",
          origin: origin.slice(0, 200),
          requestId: requestIdOf(request),
        },
      );
    }
    return false;
  }

  return async (request) => {
    const answer = withOwnHeaders(
      request.method === "OPTIONS" ? new Response(null, { status: 204 }) : await handler(request),
    );
    const { headers } = answer;
    const origin = request.headers.get("origin");
    if (isOpen) headers.set("Access-Control-Allow-Origin", "*");
    else {
      headers.append("Vary", "Origin");
      if (origin !== null && allows(origin, request))
        headers.set("Access-Control-Allow-Origin", origin);
    }
    if (request.method === "OPTIONS") {
      headers.set("Access-Control-Allow-Methods", methods);
      headers.set(
        "Access-Control-Allow-Headers",
        request.headers.get("access-control-request-headers") ??
          "authorization, x-client-info, apikey, content-type",
      );
      headers.set("Access-Control-Max-Age", "86400");
    } else {
      headers.set("Access-Control-Expose-Headers", "Retry-After");
    }
    return answer;
  };
}

/** Returns the response itself, or a copy if its headers cannot be changed, as those of a response of `fetch`. */
function withOwnHeaders(answer: Response): Response {
  try {
    answer.headers.delete("Access-Control-Allow-Origin");
    return answer;
  } catch {
    return new Response(answer.body, answer);
  }
}

/**
 * Converts an origin to the form that browsers send: lower case, without a slash at the end. Apps have other schemes, such
 * as `capacitor://localhost`.
 *
 * @throws CallsError `misconfigured` if the text is not an origin. A pattern is not an origin.
 */
export function readOrigin(entry: string): string {
  const url = URL.canParse(entry) ? new URL(entry) : undefined;
  if (url?.host && !url.host.includes("*")) return `${url.protocol}//${url.host.toLowerCase()}`;
  throw new CallsError("misconfigured", {
    message: `An allowed origin must be like https://app.example, with its scheme and without a pattern; "${entry}" is not.`,
  });
}

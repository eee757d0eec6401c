const methods = "GET, POST, OPTIONS";

/**
 * Puts the CORS headers on every answer of a handler, errors too, and answers preflights.
 *
 * @param allowedOrigins such as `https://app.skale.example`; unset or empty means every origin.
 */
export function withCors(
  handler: (request: Request) => Promise<Response>,
  allowedOrigins: readonly string[] = [],
): (request: Request) => Promise<Response> {
  return async (request) => {
    const answer =
      request.method === "OPTIONS" ? new Response(null, { status: 204 }) : await handler(request);
    const headers = new Headers(answer.headers);
    const origin = request.headers.get("origin");
    if (allowedOrigins.length === 0) headers.set("Access-Control-Allow-Origin", "*");
    else {
      headers.append("Vary", "Origin");
      if (origin !== null && allowedOrigins.includes(origin)) {
        headers.set("Access-Control-Allow-Origin", origin);
      }
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
    return new Response(answer.body, { status: answer.status, headers });
  };
}

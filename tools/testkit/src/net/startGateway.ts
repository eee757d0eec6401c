import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { close, listen } from "./listen.ts";

export interface GatewayOptions {
  /**
   * Path prefixes and the origins that serve them. The longest match wins. The gateway reads the routes at every request, so
   * they may change while the gateway runs.
   */
  routes: Record<string, string>;
  /** Serves every path without a route. Default: 404. */
  fallback?: (request: Request) => Response | Promise<Response>;
  /** Default: a free port. */
  port?: number;
}

export interface Gateway {
  url: string;
  stop(): Promise<void>;
}

const notFound = () =>
  Response.json({ message: "no Route matched with those values" }, { status: 404 });

function findTarget(routes: Record<string, string>, path: string): string | undefined {
  const prefix = Object.keys(routes)
    .filter((candidate) => path === candidate || path.startsWith(`${candidate}/`))
    .sort((a, b) => b.length - a.length)[0];
  return prefix === undefined ? undefined : routes[prefix];
}

/** Removes the headers that belong to one connection and must not be passed on. */
function passedOn({
  connection: _connection,
  "keep-alive": _keepAlive,
  ...headers
}: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers;
}

function forward(incoming: IncomingMessage, response: ServerResponse, target: string): void {
  const { host = "" } = incoming.headers;
  const outgoing = openRequest(new URL(target), {
    // Opens a connection for each request. The other end may close a persistent connection exactly when a request uses it, and
    // the gateway cannot repeat the request.
    agent: false,
    method: incoming.method,
    path: incoming.url,
    headers: {
      ...passedOn(incoming.headers),
      "x-forwarded-host": host,
      "x-forwarded-proto": "http",
    },
  });
  outgoing.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, {
      ...passedOn(answer.headers),
      // The response came before the whole body was read, so the connection cannot be used again.
      ...(incoming.complete ? {} : { connection: "close" }),
    });
    // If the response breaks off here, it breaks off at the client too, because the pipeline destroys both ends.
    pipeline(answer, response, () => {});
  });
  pipeline(incoming, outgoing, (error) => {
    if (error && !response.headersSent) {
      response.writeHead(502, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: "The service behind this route does not answer." }));
    }
  });
  response.on("close", () => outgoing.destroy());
}

/**
 * Serves several servers under one origin, like Supabase. Paths, headers (CORS too) and bodies pass unchanged, as streams.
 *
 * @example
 * const gateway = await startGateway({
 *   routes: { "/auth/v1": lite.url, "/rest/v1": lite.url, "/functions/v1/whatsapp-call": call.url },
 * });
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const serveRest = getRequestListener(options.fallback ?? notFound, {
    overrideGlobalObjects: false,
  });
  const [server, port] = await listen((incoming, response) => {
    const path = new URL(incoming.url ?? "/", "http://gateway").pathname;
    const target = findTarget(options.routes, path);
    if (target === undefined) {
      void serveRest(incoming, response);
    } else {
      forward(incoming, response, target);
    }
  }, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => close(server),
  };
}

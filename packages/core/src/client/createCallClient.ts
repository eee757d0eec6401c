import type { CallRoutes } from "../contract/callRoutes.ts";
import type {
  BodyOf,
  FileRouteOf,
  JsonOf,
  JsonRouteOf,
  ParamsOf,
  QueryOf,
  Routes,
} from "../contract/route.ts";
import { type Clock, systemClock } from "../ports/clock.ts";
import { CallClientError } from "./callClientError.ts";
import { readRefusal } from "./readRefusal.ts";
import { purposeOf, unanswered } from "./unanswered.ts";

export interface CallClientOptions {
  /** The address of the routes, such as `https://abc.supabase.co/functions/v1/whatsapp-call`. */
  url: string;
  /**
   * Returns the access token of the signed-in agent. The client calls this function before each request; a request with
   * `keepalive` uses the last token.
   */
  getAccessToken(): Promise<string | null | undefined> | string | null | undefined;
  /** Headers that the client sends with each request, such as Supabase's `apikey`. */
  headers?: Readonly<Record<string, string>>;
  /**
   * The time limit, in milliseconds, for the access token and the response together. For a file, it ends when the
   * response headers arrive. Default: 20,000.
   */
  timeout?: number;
  fetch?: typeof fetch;
  /** Replaces the system's timers in tests. */
  clock?: RequestClock;
}

/** The part of a clock that the client uses. */
export type RequestClock = Pick<Clock, "after">;

/** A request to a route: the parameters of the route's path, the query, the body, and `keepalive: true` if the page is closing. */
export type RequestOf<Table extends Routes, Text extends keyof Table> = Readonly<
  Record<ParamsOf<Text>, string>
> &
  (Table[Text] extends { query: unknown }
    ? { query: QueryOf<Table[Text]> }
    : { query?: undefined }) &
  (Table[Text] extends { body: unknown } ? { body: BodyOf<Table[Text]> } : { body?: undefined }) & {
    keepalive?: boolean;
  };

/**
 * Sends requests to the routes of `whatsapp-call`; the table of routes gives the types. The client never repeats a
 * request. Every error is a `CallClientError`, whose `outcome` is `ambiguous` only if it is not known whether the
 * request had an effect.
 */
export interface CallClient<Table extends Routes = CallRoutes> {
  /** Sends a request to a route that returns JSON, and returns the body of the response. */
  send<Text extends JsonRouteOf<Table>>(
    route: Text,
    request: RequestOf<Table, Text>,
  ): Promise<JsonOf<Table[Text]>>;
  /** Fetches a file. The type of the `Blob` is the file's media type. */
  fetchFile<Text extends FileRouteOf<Table>>(
    route: Text,
    request: RequestOf<Table, Text>,
  ): Promise<Blob>;
}

type AnyRequest = Readonly<Record<string, unknown>> & {
  query?: Record<string, string>;
  body?: unknown;
  keepalive?: boolean;
};

/**
 * Creates a client for the routes of `createCallHandler`. The client runs in every runtime that has `fetch`.
 *
 * @example
 * const client = createCallClient({
 *   url: "https://abc.supabase.co/functions/v1/whatsapp-call",
 *   headers: { apikey },
 *   getAccessToken: async () => (await supabase.auth.getSession()).data.session?.access_token,
 * });
 * const { call } = await client.send("POST /", { body: { to: "+525512345678", sdp } });
 * await client.send("POST /{id}/hangup", { id: call.id });
 */
export function createCallClient<Table extends Routes = CallRoutes>(
  options: CallClientOptions,
): CallClient<Table> {
  const { headers, timeout = 20_000, clock = systemClock } = options;
  const base = options.url.replace(/\/+$/, "");
  const send = options.fetch ?? ((input, init) => fetch(input, init));
  let lastToken: string | undefined;

  async function readToken(signal: AbortSignal): Promise<string> {
    let token: string | null | undefined;
    try {
      token = await Promise.race([options.getAccessToken(), rejectOnAbort(signal)]);
    } catch (cause) {
      throw unanswered("session", "reading", cause);
    }
    // After the agent has signed out, the token must not be used again.
    lastToken = token || undefined;
    if (token) return token;
    throw new CallClientError("unauthorized", {
      message: "Sign in first.",
      status: 401,
      outcome: "rejected",
    });
  }

  /**
   * Sends a request and reads the response. If the network or the reading fails, the error is the same as if no
   * response arrived.
   */
  async function exchange<T>(
    route: string,
    request: AnyRequest,
    read: (response: Response, stopWaiting: () => void) => Promise<T>,
  ): Promise<T> {
    const [method = "", path = ""] = route.split(" ");
    const { query, body, keepalive = false } = request;
    const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(String(request[name])),
    );
    const stop = new AbortController();
    const stopWaiting = clock.after(timeout, () => stop.abort());
    try {
      // A closing page has no time to get a new token.
      const token = keepalive && lastToken !== undefined ? lastToken : await readToken(stop.signal);
      const search = query ? `?${new URLSearchParams(query)}` : "";
      const response = await send(base + (filled === "/" ? "" : filled) + search, {
        method,
        keepalive,
        signal: stop.signal,
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return await read(response, stopWaiting);
    } catch (cause) {
      if (cause instanceof CallClientError) throw cause;
      throw unanswered("connection", purposeOf(route), cause);
    } finally {
      stopWaiting();
    }
  }

  const client: CallClient = {
    send: (route, request) =>
      exchange(route, request as AnyRequest, async (response) => {
        const body = await readJson(response);
        if (response.ok && isOk(body)) return body as never;
        throw readRefusal(route, response, body);
      }),
    fetchFile: (route, request) =>
      exchange(route, request as AnyRequest, async (response, stopWaiting) => {
        if (!response.ok) throw readRefusal(route, response, await readJson(response));
        stopWaiting();
        // `response.blob()` would change the media type.
        return new Blob([await response.arrayBuffer()], {
          type: response.headers.get("content-type") ?? "application/octet-stream",
        });
      }),
  };
  return client as unknown as CallClient<Table>;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.onabort = () => reject(signal.reason);
  });
}

/**
 * Reads the body as JSON. Returns null for a body that is not JSON, such as a gateway's page: the HTTP status is enough
 * then. Throws if the connection breaks.
 */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isOk(body: unknown): boolean {
  return (body as { ok?: unknown } | null)?.ok === true;
}

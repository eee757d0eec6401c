import type { CallRoutes } from "../contract/callRoutes.ts";
import type {
  BodyOf,
  FileRouteOf,
  JsonOf,
  JsonRouteOf,
  ParamsOf,
  Routes,
} from "../contract/route.ts";
import { type Clock, systemClock } from "../ports/clock.ts";
import { CallClientError } from "./callClientError.ts";
import { readRefusal } from "./readRefusal.ts";
import { purposeOf, unanswered } from "./unanswered.ts";

export interface CallClientOptions {
  /** The address of the routes, such as `https://abc.supabase.co/functions/v1/whatsapp-call`. */
  url: string;
  /** Returns the signed-in agent's access token; called before each request. */
  getAccessToken(): Promise<string | null | undefined> | string | null | undefined;
  /** Sent with each request, such as Supabase's `apikey`. */
  headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait for the access token and the answer; for a file, until its first byte. Default 20,000. */
  timeout?: number;
  fetch?: typeof fetch;
  /** For tests. */
  clock?: RequestClock;
}

/** The part of a clock that the client uses. */
export type RequestClock = Pick<Clock, "after">;

/** A request to a route: the parameters of its path, its body, and `keepalive` when the page is closing. */
export type RequestOf<Table extends Routes, Text extends keyof Table> = Readonly<
  Record<ParamsOf<Text>, string>
> &
  (Table[Text] extends { body: unknown } ? { body: BodyOf<Table[Text]> } : { body?: undefined }) & {
    keepalive?: boolean;
  };

/**
 * Sends requests to the routes of `whatsapp-call`, typed by their table. No request is ever repeated. Every error is a
 * `CallClientError`; its `outcome` is `ambiguous` exactly when it is not known whether the act happened.
 */
export interface CallClient<Table extends Routes = CallRoutes> {
  /** Sends to a route that answers with JSON, and returns the answer. */
  send<Text extends JsonRouteOf<Table>>(
    route: Text,
    request: RequestOf<Table, Text>,
  ): Promise<JsonOf<Table[Text]>>;
  /** Fetches a file and its media type. */
  fetchFile<Text extends FileRouteOf<Table>>(
    route: Text,
    request: RequestOf<Table, Text>,
  ): Promise<Blob>;
}

type AnyRequest = Readonly<Record<string, unknown>> & { body?: unknown; keepalive?: boolean };

/**
 * A client of `createCallHandler`, for every runtime with `fetch`.
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
    // A token is not used after its agent has signed out.
    lastToken = token || undefined;
    if (token) return token;
    throw new CallClientError("unauthorized", {
      message: "Sign in first.",
      status: 401,
      outcome: "rejected",
    });
  }

  /** Sends a request and reads the answer. A failure of the network or of reading means that no answer arrived. */
  async function exchange<T>(
    route: string,
    request: AnyRequest,
    read: (response: Response, stopWaiting: () => void) => Promise<T>,
  ): Promise<T> {
    const [method = "", path = ""] = route.split(" ");
    const { body, keepalive = false } = request;
    const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(String(request[name])),
    );
    const stop = new AbortController();
    const stopWaiting = clock.after(timeout, () => stop.abort());
    try {
      // A closing page has no time to get a new token.
      const token = keepalive && lastToken !== undefined ? lastToken : await readToken(stop.signal);
      const response = await send(base + (filled === "/" ? "" : filled), {
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
        // `response.blob()` would change the type.
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

/** Null for a body that is not JSON, such as a gateway's page; its status is enough. Throws if the connection breaks. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isOk(body: unknown): boolean {
  return typeof body === "object" && body !== null && (body as { ok?: unknown }).ok === true;
}

/** A request that a client sent. */
export interface ServedRequest {
  method: string;
  url: URL;
  headers: Headers;
  /** The text of the body; "" without a body. */
  body: string;
}

/** How a provider's server treats every request from now on. */
export type ProviderBehaviour =
  /** The response of success. */
  | "accepts"
  /** Refusals in the provider's own words: no permission to call this contact, too many requests (`Retry-After: 7`), a bad key. */
  | "no_permission"
  | "rate_limited"
  | "bad_key"
  /** A refusal whose message quotes the whole request, with its key and its body. */
  | "quotes"
  /** There is no such media. */
  | "no_media"
  /** HTTP 500 without a body. */
  | "fails"
  /** A 200 whose body is HTML. */
  | "talks_nonsense"
  /** A redirect to another host. */
  | "redirects"
  /** The connection breaks after the request was sent. */
  | "breaks"
  /** No connection was established. */
  | "is_down"
  /** There is no response. */
  | "is_silent";

/** The behaviours whose responses each provider words differently. */
export type WordedBehaviour = Extract<
  ProviderBehaviour,
  "accepts" | "no_permission" | "rate_limited" | "bad_key" | "quotes" | "no_media"
>;

export interface ProviderServer {
  /** The `fetch` of the client under test. */
  fetch: typeof globalThis.fetch;
  /** All requests, in order. */
  readonly requests: readonly ServedRequest[];
  behave(behaviour: ProviderBehaviour): void;
}

/**
 * A provider's server in memory, for `callProviderContract`.
 *
 * @param answers the provider's own responses.
 * @example
 * const server = createProviderServer({ accepts: () => Response.json({ id: "call-1" }), ... });
 * const client = createAcmeClient({ fetch: server.fetch, timeoutMs: 20, retry: { delay: () => 0 } });
 */
export function createProviderServer(
  answers: Readonly<Record<WordedBehaviour, (request: ServedRequest) => Response>>,
): ProviderServer {
  const requests: ServedRequest[] = [];
  let behaviour: ProviderBehaviour = "accepts";

  async function serve(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const { method, url, headers, signal } = request;
    if (behaviour === "is_down") throw lost("ECONNREFUSED", "connect");
    const served = { method, url: new URL(url), headers, body: await request.text() };
    requests.push(served);
    switch (behaviour) {
      case "fails":
        return new Response(null, { status: 500 });
      case "talks_nonsense":
        return new Response("<html>Welcome</html>", { headers: { "content-type": "text/html" } });
      case "redirects":
        return new Response(null, {
          status: 307,
          headers: { location: "https://elsewhere.example/" },
        });
      case "breaks":
        throw lost("ECONNRESET", "read");
      case "is_silent":
        return new Promise((_, reject) => {
          const abort = () => reject(signal.reason);
          if (signal.aborted) abort();
          else signal.addEventListener("abort", abort);
        });
      default:
        return answers[behaviour](served);
    }
  }

  return {
    fetch: serve,
    requests,
    behave(next) {
      behaviour = next;
    },
  };
}

/** An error as Node's `fetch` throws it. */
function lost(code: string, syscall: string): TypeError {
  const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
  return new TypeError("fetch failed", { cause });
}

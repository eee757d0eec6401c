import ky, { isHTTPError, isTimeoutError, type Options } from "ky";
import type * as z from "zod";
import type { ProviderError, ProviderOutcome } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { withoutUndefined } from "../vocabulary/withoutUndefined.ts";
import type { ClientSettings } from "./clientOptions.ts";
import { parseRetryAfter } from "./parseRetryAfter.ts";
import { readNetworkFailure } from "./readNetworkFailure.ts";
import { stringsOf } from "./redactMessage.ts";
import { type Encoding, writeBody } from "./writeBody.ts";

export interface ApiRequest {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** The path after `baseUrl`, percent-encoded; or a whole URL, which gets only the headers of `headersFor`. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
  /** The error codes of HTTP statuses for this operation. They take precedence over all tables. */
  statusCodes?: Readonly<Record<number, ErrorCode>>;
}

/** The facts of a failure that the transport itself finds. */
export interface FailureFacts {
  httpStatus?: number;
  /** The provider's id of the request. */
  requestId?: string;
  /** Names and codes, never a body, an SDP or a key. */
  about?: Readonly<Record<string, unknown>>;
}

/** A response other than 2xx. */
export interface Refusal {
  status: number;
  headers: Headers;
  /** The body, parsed if it was JSON. */
  body: unknown;
  /** The error codes of HTTP statuses for this operation. They take precedence over all tables. */
  statusCodes?: Readonly<Record<number, ErrorCode>>;
  /** The texts to remove from every message (`redactMessage`). */
  secrets: readonly string[];
}

/** What differs between the providers. */
export interface TransportOptions<Quota> {
  settings: ClientSettings;
  /** The headers of a request to this URL. A key belongs only into requests to the provider's own hosts. */
  headersFor(url: string): Readonly<Record<string, string>>;
  /** Parameters of every request to `baseUrl`. */
  query?: Readonly<Record<string, string>>;
  /** The texts to remove from every message of an error: keys and tokens. */
  secrets: readonly string[];
  /** How bodies are written. Default: JSON. */
  encoding?: Encoding;
  /** Creates the provider's error of a failure without a readable response. */
  createError(code: ErrorCode, outcome: ProviderOutcome, facts?: FailureFacts): ProviderError;
  /** Creates the provider's error of a response other than 2xx. */
  readRefusal(refusal: Refusal): ProviderError;
  readRequestId?(headers: Headers): string | undefined;
  /** Reads the quota that a response describes; null if the response describes none. */
  readQuota?(headers: Headers): Quota | null;
}

/**
 * Sends requests with ky, which no other module uses. Every failure is thrown as the provider's error. Only GETs are
 * retried, because a repeated POST may be a second call. Redirects are not followed.
 */
export interface Transport<Quota = unknown> {
  /** Returns the JSON of the response, checked by the schema. */
  json<T>(request: ApiRequest, answer: z.ZodType<T>): Promise<T>;
  /** Returns the text of the response, unchecked. */
  text(request: ApiRequest): Promise<string>;
  /** Returns the response with its body unread. */
  stream(request: ApiRequest): Promise<Response>;
  /** The quota that the last response with a quota described. */
  readonly quota: Quota | null;
}

/**
 * Creates the transport of a provider's client.
 *
 * @example
 * const transport = createTransport({
 *   settings,
 *   headersFor: () => ({ authorization: `Bearer ${token}` }),
 *   secrets: [token],
 *   createError: (code, outcome, facts) => new AcmeError(code, outcome, facts),
 *   readRefusal: readAcmeRefusal,
 * });
 */
export function createTransport<Quota = null>(options: TransportOptions<Quota>): Transport<Quota> {
  const { settings, createError } = options;
  const fetchOnce = settings.fetch ?? ((input, init) => fetch(input, init));
  let quota: Quota | null = null;

  function send(request: ApiRequest, accept = "application/json") {
    const isAbsolute = /^https?:/.test(request.path);
    const url = isAbsolute ? request.path : settings.baseUrl + request.path;
    const query = isAbsolute ? request.query : { ...options.query, ...request.query };
    return ky(url, {
      ...kyOptions(settings, request),
      ...writeBody(request.body, { accept, ...options.headersFor(url) }, options.encoding),
      ...(query === undefined ? {} : { searchParams: query }),
      async fetch(input, init) {
        const response = await fetchOnce(input, init);
        quota = options.readQuota?.(response.headers) ?? quota;
        return response;
      },
    });
  }

  async function read(request: ApiRequest): Promise<{ text: string; response: Response }> {
    return guard(options, request, async () => {
      const answer = send(request);
      const response = await answer;
      return { text: await answer.text(), response };
    });
  }

  return {
    get quota() {
      return quota;
    },
    async text(request) {
      return (await read(request)).text;
    },
    async json(request, answer) {
      const { text, response } = await read(request);
      const result = answer.safeParse(parseJson(text));
      if (result.success) return result.data;
      // The paths of invalid fields, never their values.
      const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
      throw createError("provider_response_invalid", "ambiguous", {
        ...withoutUndefined({ requestId: options.readRequestId?.(response.headers) }),
        httpStatus: response.status,
        about: { problems },
      });
    },
    async stream(request) {
      return guard(options, request, async () => await send(request, "*/*"));
    },
  };
}

function kyOptions({ retry, timeoutMs }: ClientSettings, { method }: ApiRequest) {
  return {
    method,
    // A redirect would send the key, or repeat a POST, to an address that nobody configured.
    redirect: "manual",
    timeout: timeoutMs,
    retry: {
      // A repeated POST may be a second call: no provider of calls has an idempotency key.
      limit: method === "GET" ? retry.limit : 0,
      methods: ["get"],
      statusCodes: [408, 429, 500, 502, 503, 504],
      afterStatusCodes: [429, 503],
      delay: retry.delay,
      maxRetryAfter: retry.maxRetryAfter * 1000,
      // Retry-After is a minimum: if it is too long to wait, an earlier retry is wrong.
      shouldRetry: ({ error }) =>
        isHTTPError(error) && (parseRetryAfter(error.response.headers) ?? 0) > retry.maxRetryAfter
          ? false
          : undefined,
    },
  } satisfies Options;
}

async function guard<T>(
  {
    createError,
    readRefusal,
    secrets,
  }: Pick<TransportOptions<unknown>, "createError" | "readRefusal" | "secrets">,
  { query, body, statusCodes }: ApiRequest,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    // ky's errors never become a cause, because they contain the request with the key and the body.
    if (isHTTPError(error)) {
      throw readRefusal({
        status: error.response.status,
        headers: error.response.headers,
        // ky parses JSON only if the content type says JSON.
        body: typeof error.data === "string" ? parseJson(error.data) : error.data,
        ...withoutUndefined({ statusCodes }),
        secrets: [...secrets, ...stringsOf(query), ...stringsOf(body)],
      });
    }
    if (isTimeoutError(error)) throw createError("provider_timeout", "ambiguous");
    const { code, unsent } = readNetworkFailure(error);
    throw createError("provider_unreachable", unsent ? "rejected" : "ambiguous", {
      about: withoutUndefined({ networkCode: code }),
    });
  }
}

/** Parses JSON. Returns undefined for any other text; every schema refuses undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { ErrorCode } from "@skale-calls/core";
import { withoutUndefined } from "@skale-calls/core/internal";
import ky, { isHTTPError, isTimeoutError, type Options } from "ky";
import type * as z from "zod";
import type { ClientSettings } from "../clientOptions.ts";
import { type RateLimit, readRateLimit } from "../readRateLimit.ts";
import { YCloudError } from "../ycloudError.ts";
import { readNetworkFailure } from "./networkFailure.ts";
import { parseRetryAfter } from "./parseRetryAfter.ts";
import { readRefusal, readRequestId } from "./readRefusal.ts";
import { stringsOf } from "./redactMessage.ts";
import { writeBody } from "./writeBody.ts";

export interface ApiRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path after the origin, percent-encoded. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
  /** The error codes of HTTP statuses for this operation. They take precedence over all tables. */
  statusCodes?: Readonly<Record<number, ErrorCode>>;
}

/** Sends requests with ky, which no other module uses. Every failure is thrown as a `YCloudError`. */
export interface Transport {
  /** Returns the JSON of the response, checked by the schema. */
  json<T>(request: ApiRequest, answer: z.ZodType<T>): Promise<T>;
  /** Returns the text of the response, unchecked. */
  text(request: ApiRequest): Promise<string>;
  /** Returns the response with its body unread. */
  stream(request: ApiRequest): Promise<Response>;
  /** The quota that the last response with a quota described. */
  readonly rateLimit: RateLimit | null;
}

export function createTransport(options: ClientSettings): Transport {
  let rateLimit: RateLimit | null = null;
  const send = options.fetch ?? ((input, init) => fetch(input, init));
  const settings: ClientSettings = {
    ...options,
    async fetch(input, init) {
      const response = await send(input, init);
      rateLimit = readRateLimit(response.headers) ?? rateLimit;
      return response;
    },
  };

  async function read(request: ApiRequest): Promise<{ text: string; response: Response }> {
    return guard(settings, request, async () => {
      const answer = ky(settings.baseUrl + request.path, kyOptions(settings, request));
      const response = await answer;
      return { text: await answer.text(), response };
    });
  }

  return {
    get rateLimit() {
      return rateLimit;
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
      throw new YCloudError("provider_response_invalid", "ambiguous", {
        ...withoutUndefined({ requestId: readRequestId(response.headers) }),
        httpStatus: response.status,
        about: { problems },
      });
    },
    async stream(request) {
      return guard(settings, request, async () => {
        return await ky(settings.baseUrl + request.path, kyOptions(settings, request, "*/*"));
      });
    },
  };
}

function kyOptions(settings: ClientSettings, request: ApiRequest, accept = "application/json") {
  const { retry, timeoutMs, authHeader, apiKey, fetch } = settings;
  return {
    method: request.method,
    ...writeBody(request.body, { accept, [authHeader]: apiKey }),
    ...(request.query === undefined ? {} : { searchParams: request.query }),
    // A redirect would send the key, or repeat a POST, to an address that nobody configured.
    redirect: "manual",
    timeout: timeoutMs,
    retry: {
      // A repeated POST may be a second call: YCloud has no idempotency key.
      limit: request.method === "GET" ? retry.limit : 0,
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
    ...(fetch === undefined ? {} : { fetch: (input, init) => fetch(input, init) }),
  } satisfies Options;
}

async function guard<T>(
  { apiKey }: ClientSettings,
  { body, statusCodes }: ApiRequest,
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
        secrets: [apiKey, ...stringsOf(body)],
      });
    }
    if (isTimeoutError(error)) throw new YCloudError("provider_timeout", "ambiguous");
    const { code, unsent } = readNetworkFailure(error);
    throw new YCloudError("provider_unreachable", unsent ? "rejected" : "ambiguous", {
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

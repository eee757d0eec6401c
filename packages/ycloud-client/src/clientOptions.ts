import { CallsError } from "@skale-calls/core";
import * as z from "zod";

export interface RetryOptions {
  /** How often a GET is retried. Default 2; 0 for never. POST, PATCH and DELETE are never retried. */
  limit?: number;
  /** Milliseconds before retry `attempt` (1 is the first). Default: 300, 600, 1200 ... with jitter. */
  delay?: (attempt: number) => number;
  /**
   * The longest `Retry-After` that the client waits, in seconds. With a longer one, the error is thrown at once.
   * Default: 10.
   */
  maxRetryAfter?: number;
}

export interface YCloudClientOptions {
  /** The value of the auth header, sent unchanged: YCloud's API key, without `Bearer`. */
  apiKey: string;
  /** The name of the auth header. Default `X-API-Key`. */
  authHeader?: string;
  /** YCloud's origin. Default `https://api.ycloud.com`; a trailing `/` or `/v2` is ignored. */
  baseUrl?: string;
  /** The time limit of each attempt in milliseconds, and again to read the response. Default: 10,000. */
  timeoutMs?: number;
  retry?: RetryOptions;
  /** Replaces the global `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** The options with their defaults. */
export interface ClientSettings {
  apiKey: string;
  authHeader: string;
  baseUrl: string;
  timeoutMs: number;
  retry: Required<RetryOptions>;
  fetch: typeof globalThis.fetch | undefined;
}

const schema = z.strictObject({
  apiKey: z.string().regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, "must be a header value"),
  authHeader: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, "must be a header name")
    .default("X-API-Key"),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#]*$/, "must be without ? and #")
    .default("https://api.ycloud.com")
    .transform((url) => url.replace(/\/+$/, "").replace(/\/v2$/, "").replace(/\/+$/, "")),
  timeoutMs: z.int().min(1).max(2_147_483_647).default(10_000),
  retry: z
    .strictObject({
      limit: z.int().min(0).max(10).default(2),
      delay: z
        .custom<(attempt: number) => number>((value) => typeof value === "function")
        .default(() => backOff),
      maxRetryAfter: z.number().min(0).max(600).default(10),
    })
    .prefault({}),
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === "function").optional(),
});

function backOff(attempt: number): number {
  return 300 * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
}

/** @throws {CallsError} `misconfigured`. The message names the option, never its value. */
export function readClientOptions(options: YCloudClientOptions): ClientSettings {
  const result = schema.safeParse(options);
  if (result.success) return { ...result.data, fetch: result.data.fetch };
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new CallsError("misconfigured", {
    message: `The YCloud client's options are not valid: ${problems.join("; ")}.`,
    details: { problems },
  });
}

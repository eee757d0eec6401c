import * as z from "zod";
import { CallsError } from "../vocabulary/callsError.ts";

export interface RetryOptions {
  /** How often a GET is retried. Default 2; 0 for never. POST, PUT, PATCH and DELETE are never retried. */
  limit?: number;
  /** Milliseconds before retry `attempt` (1 is the first). Default: 300, 600, 1200 ... with jitter. */
  delay?: (attempt: number) => number;
  /**
   * The longest `Retry-After` that the client waits, in seconds. With a longer one, the error is thrown at once.
   * Default: 10.
   */
  maxRetryAfter?: number;
}

/** The options that the clients of all providers have. */
export interface ClientOptions {
  /** The time limit of each attempt in milliseconds, and again to read the response. Default: 10,000. */
  timeoutMs?: number;
  retry?: RetryOptions;
  /** Replaces the global `fetch`. */
  fetch?: typeof globalThis.fetch;
}

/** These options with their defaults. */
export interface ClientSettings {
  /** The origin, and a path if all requests share one, without a trailing `/`. */
  baseUrl: string;
  timeoutMs: number;
  retry: Required<RetryOptions>;
  fetch?: typeof globalThis.fetch | undefined;
}

/** A key or token: text that a header can have as its value. */
export const secretSchema = z
  .string()
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, "must be a header value");

/** The zod fields of `ClientSettings`. */
export const clientShape = (baseUrl: string) => ({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#]*$/, "must be without ? and #")
    .default(baseUrl)
    .transform((url) => url.replace(/\/+$/, "")),
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

/**
 * Reads the options of a client.
 *
 * @param client the client's name, for the message.
 * @throws {CallsError} `misconfigured`. The message names the option, never its value.
 */
export function readClientOptions<T>(client: string, schema: z.ZodType<T>, options: unknown): T {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new CallsError("misconfigured", {
    message: `The ${client} client's options are not valid: ${problems.join("; ")}.`,
    details: { problems },
  });
}

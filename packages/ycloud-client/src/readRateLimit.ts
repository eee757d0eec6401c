import { withoutUndefined } from "@skale-calls/core/internal";

/** A quota of YCloud's API, as the headers of a response describe it. Every field is optional. */
export interface RateLimit {
  /** How many requests the quota allows in its time. */
  limit?: number;
  /** How many requests are left. */
  remaining?: number;
  /** When the quota is full again, by this machine's clock. */
  resetAt?: Date;
  /** `RateLimit-Policy` unchanged, such as `200;w=1`. */
  policy?: string;
}

/**
 * Reads the headers `RateLimit-*` (draft-ietf-httpapi-ratelimit-headers-06). YCloud's headers are beta, so a value that
 * cannot be read is omitted. Returns null if nothing can be read.
 *
 * @see https://docs.ycloud.com/en/api-reference/guides/api-fundamentals/rate-limits.md
 */
export function readRateLimit(headers: Headers, now = Date.now()): RateLimit | null {
  const seconds = readNumber(headers, "reset");
  const rateLimit = withoutUndefined({
    limit: readNumber(headers, "limit"),
    remaining: readNumber(headers, "remaining"),
    resetAt: seconds === undefined ? undefined : new Date(now + seconds * 1000),
    policy: headers.get("ratelimit-policy")?.trim().slice(0, 200) || undefined,
  });
  return Object.keys(rateLimit).length === 0 ? null : rateLimit;
}

/** Reads the number with which a value begins, such as 200 in `200, 200;w=1`. */
function readNumber(headers: Headers, name: string): number | undefined {
  const [digits] = /^\s*\d{1,9}(?!\d)/.exec(headers.get(`ratelimit-${name}`) ?? "") ?? [];
  return digits === undefined ? undefined : Number(digits);
}

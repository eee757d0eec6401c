import { type ErrorCode, ProviderError, type ProviderOutcome } from "@skale-calls/core";
import { withoutUndefined } from "@skale-calls/core/internal";
import type { RateLimit } from "./readRateLimit.ts";

/** The content of YCloud's response. Every field is optional, because some failures have no response. */
export interface YCloudErrorFacts {
  /** Seconds to wait before the next attempt, from the provider's `Retry-After`. */
  retryAfter?: number;
  /** The quota that the response described. It is not part of `details`. */
  rateLimit?: RateLimit;
  /** The HTTP status of YCloud's response. `status` is the HTTP status of our own response. */
  httpStatus?: number;
  /** YCloud's `error.code`, such as `PARAM_INVALID`. */
  ycloudCode?: string;
  /** WhatsApp's own code, such as `138006`, if WhatsApp refused. */
  whatsappCode?: string;
  /** YCloud's id of the request, for YCloud's support. */
  requestId?: string;
  /** Further facts for `details`: names and messages, never a body, an SDP or a key. */
  about?: Readonly<Record<string, unknown>>;
}

/**
 * YCloud refused a request, or the response did not arrive or could not be read. Branch on `code`. `outcome` says
 * whether the request may have had an effect. The error contains no request, body, SDP or key.
 *
 * @example
 * try {
 *   await client.calls.connect({ from, to, sdp });
 * } catch (error) {
 *   if (isYCloudError(error) && error.code === "no_permission") askForPermission();
 *   else throw error;
 * }
 */
export class YCloudError extends ProviderError {
  readonly httpStatus?: number;
  readonly ycloudCode?: string;
  readonly whatsappCode?: string;
  readonly requestId?: string;
  readonly rateLimit?: RateLimit;

  constructor(code: ErrorCode, outcome: ProviderOutcome, facts: YCloudErrorFacts = {}) {
    const { retryAfter, rateLimit, about, ...answer } = facts;
    const details = { ...answer, ...about };
    super(code, outcome, {
      ...withoutUndefined({ retryAfter }),
      ...(Object.keys(details).length === 0 ? {} : { details }),
    });
    (this as { name: string }).name = "YCloudError";
    Object.assign(this, answer, withoutUndefined({ rateLimit }));
  }
}

/** True for every `YCloudError`, also from another copy of the package. */
export function isYCloudError(error: unknown): error is YCloudError {
  return error instanceof Error && error.name === "YCloudError" && "outcome" in error;
}

import { type ErrorCode, ProviderError, type ProviderOutcome } from "@skale-calls/core";
import { withoutUndefined } from "@skale-calls/core/internal";
import type { MetaUsage } from "./readUsage.ts";

/** The content of Meta's response. Every field is optional, because some failures have no response. */
export interface MetaErrorFacts {
  /** Seconds to wait before the next attempt, from `Retry-After`, the explanation of 138012, or the usage headers. */
  retryAfter?: number;
  /** How much of the rate limits was used. It is not part of `details`. */
  usage?: MetaUsage;
  /** The HTTP status of Meta's response. `status` is the HTTP status of our own response. */
  httpStatus?: number;
  /** WhatsApp's or the Graph API's `error.code`, such as `138006`. */
  whatsappCode?: string;
  /** `error.error_subcode`. */
  subcode?: string;
  /** Meta's word for the kind of error, such as `OAuthException`. */
  type?: string;
  /** Meta's `is_transient`: true if the same request can succeed later. */
  isTransient?: boolean;
  /** Meta's id of the request (`fbtrace_id`), for Meta's support. */
  requestId?: string;
  /** Further facts for `details`: names and messages, never a body, an SDP or a token. */
  about?: Readonly<Record<string, unknown>>;
}

/**
 * Meta refused a request, or the response did not arrive or could not be read. Branch on `code`. `outcome` says whether the
 * request may have had an effect. The error contains no request, body, SDP or token.
 *
 * @example
 * try {
 *   await client.calls.connect({ phoneId, to, sdp });
 * } catch (error) {
 *   if (isMetaError(error) && error.code === "no_permission") askForPermission();
 *   else throw error;
 * }
 */
export class MetaError extends ProviderError {
  readonly httpStatus?: number;
  readonly whatsappCode?: string;
  readonly subcode?: string;
  readonly type?: string;
  readonly isTransient?: boolean;
  readonly requestId?: string;
  readonly usage?: MetaUsage;

  constructor(code: ErrorCode, outcome: ProviderOutcome, facts: MetaErrorFacts = {}) {
    const { retryAfter, usage, about, ...answer } = facts;
    const details = { ...answer, ...about };
    super(code, outcome, {
      ...withoutUndefined({ retryAfter }),
      ...(Object.keys(details).length === 0 ? {} : { details }),
    });
    (this as { name: string }).name = "MetaError";
    Object.assign(this, answer, withoutUndefined({ usage }));
  }
}

/** True for every `MetaError`, also from another copy of the package. */
export function isMetaError(error: unknown): error is MetaError {
  return error instanceof Error && error.name === "MetaError" && "outcome" in error;
}

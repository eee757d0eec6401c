import { type ErrorCode, ProviderError, type ProviderOutcome } from "@skale-calls/core";
import { withoutUndefined } from "@skale-calls/core/internal";

/** The content of Twilio's response. Every field is optional, because some failures have no response. */
export interface TwilioErrorFacts {
  /** Seconds to wait before the next attempt, from Twilio's `Retry-After`. */
  retryAfter?: number;
  /** The HTTP status of Twilio's response. `status` is the HTTP status of our own response. */
  httpStatus?: number;
  /** Twilio's `code`, such as `21211`. */
  twilioCode?: string;
  /** Twilio's id of the request, for Twilio's support. */
  requestId?: string;
  /** Further facts for `details`: names and messages, never a body or a key. */
  about?: Readonly<Record<string, unknown>>;
}

/**
 * Twilio refused a request, or the response did not arrive or could not be read. Branch on `code`. `outcome` says whether
 * the request may have had an effect. The error contains no request, body or key.
 *
 * @example
 * try {
 *   await client.calls.create({ to: "client:ana", from: "+525512345678", twiml });
 * } catch (error) {
 *   if (isTwilioError(error)) console.error(error.code, error.twilioCode, error.message);
 * }
 */
export class TwilioError extends ProviderError {
  readonly httpStatus?: number;
  readonly twilioCode?: string;
  readonly requestId?: string;

  constructor(code: ErrorCode, outcome: ProviderOutcome, facts: TwilioErrorFacts = {}) {
    const { retryAfter, about, ...answer } = facts;
    const details = { ...answer, ...about };
    super(code, outcome, {
      ...withoutUndefined({ retryAfter }),
      ...(Object.keys(details).length === 0 ? {} : { details }),
    });
    (this as { name: string }).name = "TwilioError";
    Object.assign(this, answer);
  }
}

/** True for every `TwilioError`, also from another copy of the package. */
export function isTwilioError(error: unknown): error is TwilioError {
  return error instanceof Error && error.name === "TwilioError" && "outcome" in error;
}

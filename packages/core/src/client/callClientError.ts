import type { ProviderOutcome } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { brand } from "../vocabulary/isCallsError.ts";

export interface CallClientErrorFacts {
  message: string;
  status: number;
  outcome: ProviderOutcome;
  details?: unknown;
  /** Seconds. */
  retryAfter?: number;
  cause?: unknown;
}

/**
 * Everything that the client throws. It has the fields of a `ProviderError`, and `isCallsError` is true for it. Its
 * message is the server's sentence, so the client does not load the table of all sentences. It contains no SDP, key or
 * token.
 *
 * @example
 * try {
 *   await client.send("POST /{id}/accept", { id, body: { sdp } });
 * } catch (error) {
 *   if (isCallsError(error) && error.code === "already_claimed") showTaken();
 * }
 */
export class CallClientError extends Error {
  override readonly name: string = "CallClientError";
  /** A newer server may send codes that this version does not list. */
  readonly code: ErrorCode;
  /** The HTTP status of the answer; 502 if no answer arrived, or if the answer is not the call service's. */
  readonly status: number;
  /**
   * `ambiguous`: the act may have happened, and the call's row will show it. `rejected`: nothing happened. A failed GET
   * is always `rejected`.
   */
  readonly outcome: ProviderOutcome;
  readonly details?: unknown;
  readonly retryAfter?: number;

  constructor(code: ErrorCode, facts: CallClientErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.outcome = facts.outcome;
    if (facts.details !== undefined) this.details = facts.details;
    if (facts.retryAfter !== undefined) this.retryAfter = facts.retryAfter;
  }

  get [brand](): true {
    return true;
  }
}

import type { ProviderOutcome } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { brand } from "../vocabulary/isCallsError.ts";

export interface CallClientErrorFacts {
  message: string;
  status: number;
  outcome: ProviderOutcome;
  details?: unknown;
  /** The seconds to wait before the next attempt. */
  retryAfter?: number;
  cause?: unknown;
}

/**
 * The class of every error that the client throws. An error has the fields of a `ProviderError`, and `isCallsError`
 * returns true for it. `message` is the sentence that the server sent, or one of a few sentences of the client, so the
 * client does not load the table of all sentences. An error contains no SDP, key or token.
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
  /**
   * The HTTP status of the response. It is 502 if no response arrived, or if a response below 400 is not from the call
   * service.
   */
  readonly status: number;
  /**
   * `rejected`: the request had no effect. `ambiguous`: the request may have had an effect; the call's row shows
   * whether it did. A failed GET is always `rejected`.
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

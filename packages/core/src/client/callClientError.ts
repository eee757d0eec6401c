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
 * Everything that the client throws: a `ProviderError` in shape, and `isCallsError` is true of it. It does not load the
 * sentences of all codes, for the server's answer brings its own. It carries no SDP, key or token.
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
  /** A newer server may know more codes than this version. */
  readonly code: ErrorCode;
  /** The answer's HTTP status; 0 where no answer came. */
  readonly status: number;
  /**
   * `ambiguous`: the act may have happened, and the call's row will tell. `rejected`: nothing happened, as of every
   * failed reading.
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

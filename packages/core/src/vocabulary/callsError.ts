import type { ErrorCode } from "./errorCodes.ts";
import { errorTexts } from "./errorTables.ts";
import { brand } from "./isCallsError.ts";

export interface CallsErrorOptions {
  /** Replaces the code's own sentence. */
  message?: string;
  /** Facts for the caller, sent in the answer: never an SDP, a key or a token. */
  details?: unknown;
  /** Seconds after which to try again. */
  retryAfter?: number;
  cause?: unknown;
}

/**
 * Every error that the packages throw. `code` is stable, `status` is the HTTP status it is answered
 * with, `message` tells a person what to do.
 *
 * @example
 * try {
 *   normalizePhone("hola");
 * } catch (error) {
 *   if (isCallsError(error) && error.code === "phone_invalid") showHint(error.message);
 * }
 */
export class CallsError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details?: unknown;
  readonly retryAfter?: number;

  constructor(code: ErrorCode, options: CallsErrorOptions = {}) {
    const [status, sentence] = errorTexts[code];
    super(
      options.message ?? sentence,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = "CallsError";
    this.code = code;
    this.status = status;
    if (options.details !== undefined) this.details = options.details;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }

  /** On the prototype, so that an error's own properties are those that say something. */
  get [brand](): true {
    return true;
  }
}

/** A webhook that is not authentic. Each failure has its own `code`. */
export class SignatureError extends CallsError {
  override readonly name: string = "SignatureError";
}

/**
 * What came of an act that a provider was asked for. `rejected`: it refused, nothing happened.
 * `ambiguous`: the answer did not come or was unclear, it may have happened, and the webhooks will tell.
 */
export type ProviderOutcome = "rejected" | "ambiguous";

/** A provider refused, or its answer did not come. Carries no request body, SDP or key. */
export class ProviderError extends CallsError {
  override readonly name: string = "ProviderError";
  readonly outcome: ProviderOutcome;

  constructor(code: ErrorCode, outcome: ProviderOutcome, options: CallsErrorOptions = {}) {
    super(code, options);
    this.outcome = outcome;
  }
}

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
 * Every error that the packages throw. `code` is stable, `status` is the HTTP status of the answer, and
 * `message` tells a person in English what to do (`errorSentence` has other languages).
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

  /** On the prototype, so that it does not appear among an error's own properties. */
  get [brand](): true {
    return true;
  }
}

/** A webhook is not authentic. Each kind of failure has its own `code`. */
export class SignatureError extends CallsError {
  override readonly name: string = "SignatureError";
}

/**
 * The outcome of a request to a provider. `rejected`: it refused, and nothing happened. `ambiguous`: the
 * answer did not arrive or was unclear; it may have happened, and the webhooks will show it.
 */
export type ProviderOutcome = "rejected" | "ambiguous";

/** A provider refused, or its answer did not arrive. Contains no request body, SDP or key. */
export class ProviderError extends CallsError {
  override readonly name: string = "ProviderError";
  readonly outcome: ProviderOutcome;

  constructor(code: ErrorCode, outcome: ProviderOutcome, options: CallsErrorOptions = {}) {
    super(code, options);
    this.outcome = outcome;
  }
}

import type { ErrorCode } from "./errorCodes.ts";
import { errorTexts } from "./errorTables.ts";
import { brand } from "./isCallsError.ts";

export interface CallsErrorOptions {
  /** Replaces the sentence of the code. */
  message?: string;
  /** Facts for the API client, sent in the HTTP response. They never contain an SDP, a key or a token. */
  details?: unknown;
  /** The seconds to wait before the next attempt. */
  retryAfter?: number;
  cause?: unknown;
}

/**
 * The class of every error that the packages throw. `code` is stable, and `status` is the HTTP status of the response.
 * `message` is an English sentence that tells a person what to do (`errorSentence` has other languages).
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

  /** The brand is on the prototype, so it does not appear among the own properties of an error. */
  get [brand](): true {
    return true;
  }
}

/** A webhook is not authentic. Each kind of failure has its own `code`. */
export class SignatureError extends CallsError {
  override readonly name: string = "SignatureError";
}

/**
 * The outcome of a request to a provider. `rejected`: the provider refused, and the request had no effect. `ambiguous`:
 * the response did not arrive or was unclear. The request may have had an effect; the webhooks show whether it did.
 */
export type ProviderOutcome = "rejected" | "ambiguous";

/**
 * A provider refused a request, or the response did not arrive or was unclear. The error contains no request body, SDP
 * or key.
 */
export class ProviderError extends CallsError {
  override readonly name: string = "ProviderError";
  readonly outcome: ProviderOutcome;

  constructor(code: ErrorCode, outcome: ProviderOutcome, options: CallsErrorOptions = {}) {
    super(code, options);
    this.outcome = outcome;
  }
}

import type { ErrorCode } from "@skale-calls/core";
import { isOwnCode, ownSentences, type SoftphoneOwnErrorCode } from "./sentences.ts";

/** The softphone's own codes, and the server's. */
export type SoftphoneErrorCode = SoftphoneOwnErrorCode | ErrorCode;

export interface SoftphoneErrorOptions {
  /** The server's sentence, in English. */
  message?: string;
  /** `ambiguous`: it may have happened; the call's row will tell. Default `rejected`. */
  outcome?: "rejected" | "ambiguous";
  cause?: unknown;
}

/**
 * Everything that goes wrong in a softphone. Branch on `code`; show `explainError(error, language)`. It
 * carries no SDP, token or phone number.
 *
 * @example
 * call.on("error", (error) => toast(explainError(error, "es")));
 */
export class SoftphoneError extends Error {
  readonly code: SoftphoneErrorCode;
  /** `rejected`: nothing happened. `ambiguous`: it may have; the call's row will tell. */
  readonly outcome: "rejected" | "ambiguous";

  constructor(code: SoftphoneErrorCode, options: SoftphoneErrorOptions = {}) {
    const message = options.message ?? (isOwnCode(code) ? ownSentences[code] : code);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SoftphoneError";
    this.code = code;
    this.outcome = options.outcome ?? "rejected";
  }
}

/** True also for errors of another copy of this package. */
export function isSoftphoneError(error: unknown): error is SoftphoneError {
  return error instanceof Error && error.name === "SoftphoneError" && "code" in error;
}

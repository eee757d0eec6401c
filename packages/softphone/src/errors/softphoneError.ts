import type { ErrorCode } from "@skale-calls/core";
import { isOwnCode, ownSentences, type SoftphoneOwnErrorCode } from "./sentences.ts";

/** The softphone's own codes and the server's codes. */
export type SoftphoneErrorCode = SoftphoneOwnErrorCode | ErrorCode;

export interface SoftphoneErrorOptions {
  /** The server's sentence, in English. */
  message?: string;
  /** `ambiguous`: the act may have happened, and the call's row will show it. Default `rejected`. */
  outcome?: "rejected" | "ambiguous";
  cause?: unknown;
}

/**
 * Every error of a softphone. Branch on `code`; show `explainError(error, language)`. It contains no SDP, token or phone
 * number.
 *
 * @example
 * call.on("error", (error) => toast(explainError(error, "es")));
 */
export class SoftphoneError extends Error {
  readonly code: SoftphoneErrorCode;
  /** `rejected`: nothing happened. `ambiguous`: the act may have happened, and the call's row will show it. */
  readonly outcome: "rejected" | "ambiguous";

  constructor(code: SoftphoneErrorCode, options: SoftphoneErrorOptions = {}) {
    const message = options.message ?? (isOwnCode(code) ? ownSentences[code] : code);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SoftphoneError";
    this.code = code;
    this.outcome = options.outcome ?? "rejected";
  }
}

/** True for a `SoftphoneError`, also for one of another copy of this package. */
export function isSoftphoneError(error: unknown): error is SoftphoneError {
  return error instanceof Error && error.name === "SoftphoneError" && "code" in error;
}

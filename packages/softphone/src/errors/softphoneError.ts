import type { ErrorCode } from "@skale-calls/core";
import { isOwnCode, ownSentences, type SoftphoneOwnErrorCode } from "./sentences.ts";

/** The softphone's own codes and the server's codes. */
export type SoftphoneErrorCode = SoftphoneOwnErrorCode | ErrorCode;

export interface SoftphoneErrorOptions {
  /** The server's sentence, in English. */
  message?: string;
  /** Default `rejected`. See `SoftphoneError.outcome`. */
  outcome?: "rejected" | "ambiguous";
  cause?: unknown;
}

/**
 * An error of the softphone. In code, compare `code`. To the agent, show `explainError(error, language)`. The error contains
 * no SDP, token or phone number.
 *
 * @example
 * call.on("error", (error) => toast(explainError(error, "es")));
 */
export class SoftphoneError extends Error {
  readonly code: SoftphoneErrorCode;
  /** `rejected`: the act had no effect. `ambiguous`: the act may have taken effect, and the call's row will show it. */
  readonly outcome: "rejected" | "ambiguous";

  constructor(code: SoftphoneErrorCode, options: SoftphoneErrorOptions = {}) {
    const message = options.message ?? (isOwnCode(code) ? ownSentences[code] : code);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SoftphoneError";
    this.code = code;
    this.outcome = options.outcome ?? "rejected";
  }
}

/** True for a `SoftphoneError`, also if another copy of this package created it. */
export function isSoftphoneError(error: unknown): error is SoftphoneError {
  return error instanceof Error && error.name === "SoftphoneError" && "code" in error;
}

import type { ErrorCode } from "@skale-calls/core";
import {
  ownSentences,
  type Sentence,
  type SoftphoneOwnErrorCode,
  serverSentences,
} from "./sentences.ts";

/** The softphone's own codes, and those of the edge function. */
export type SoftphoneErrorCode = SoftphoneOwnErrorCode | ErrorCode;

export interface SoftphoneErrorOptions {
  /** The server's sentence, in English. */
  message?: string;
  /** `ambiguous`: it may have happened; the call's row will tell. Default `rejected`. */
  outcome?: "rejected" | "ambiguous";
  cause?: unknown;
}

/**
 * Everything that goes wrong in a softphone. Branch on `code`; show `sentence.es` or `sentence.en`. It
 * carries no SDP, token or phone number.
 *
 * @example
 * call.on("error", (error) => toast(error.sentence.es));
 */
export class SoftphoneError extends Error {
  readonly code: SoftphoneErrorCode;
  readonly sentence: Sentence;
  /** `rejected`: nothing happened. `ambiguous`: it may have; the call's row will tell. */
  readonly outcome: "rejected" | "ambiguous";

  constructor(code: SoftphoneErrorCode, options: SoftphoneErrorOptions = {}) {
    const own: Sentence | undefined = Object.hasOwn(ownSentences, code)
      ? ownSentences[code as SoftphoneOwnErrorCode]
      : undefined;
    const en = options.message ?? own?.en ?? code;
    super(en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SoftphoneError";
    this.code = code;
    this.sentence = { en, es: own?.es ?? serverSentences[code] ?? en };
    this.outcome = options.outcome ?? "rejected";
  }
}

/** True also for errors of another copy of this package. */
export function isSoftphoneError(error: unknown): error is SoftphoneError {
  return error instanceof Error && "sentence" in error && "code" in error && "outcome" in error;
}

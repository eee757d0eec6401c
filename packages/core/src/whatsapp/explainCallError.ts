import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { type ErrorLanguage, errorSentence, isErrorCode } from "../vocabulary/errorSentence.ts";
import { readWhatsappError } from "./whatsappErrors.ts";

/**
 * Why a call failed, for people. A call's `error_code` is a code of ours where the dial was refused,
 * WhatsApp's number where WhatsApp ended it, or a word of another sender's. One that is not known reads as a
 * call that failed without a reason.
 *
 * @example
 * explainCallError("138012", "en"); // "The limit of calls to this contact is reached. ..."
 */
export function explainCallError(errorCode: string, language: ErrorLanguage): string {
  return errorSentence(readCode(errorCode), language);
}

function readCode(errorCode: string): ErrorCode {
  return isErrorCode(errorCode) ? errorCode : (readWhatsappError(errorCode)?.code ?? "call_failed");
}

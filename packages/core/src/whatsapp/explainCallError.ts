import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { type ErrorLanguage, errorSentence, isErrorCode } from "../vocabulary/errorSentence.ts";
import { readWhatsappError } from "./whatsappErrors.ts";

/**
 * Explains to a person why a call failed. The `error_code` of a call is a code of ours if the dial was refused,
 * WhatsApp's number if WhatsApp ended the call, or a word of another sender. For an unknown code, the sentence says
 * that the call failed without a reason.
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

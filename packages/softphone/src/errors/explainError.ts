import { type ErrorLanguage, errorSentence, isErrorCode } from "@skale-calls/core/client";
import { isOwnCode, ownSentences } from "./sentences.ts";
import { spanishSentences } from "./spanishSentences.ts";

/**
 * Explains an error to the user, in English or Spanish. Accepts a `SoftphoneError`, any other error with a `code` of these
 * packages, or an object that has only a `code`. In English, the server's sentence is kept, because it may contain details.
 * The function has a separate entry (`@skale-calls/softphone/sentences`), because a page with other languages does not
 * need these sentences.
 *
 * @example
 * softphone.on("error", ({ error }) => toast(explainError(error, "es")));
 */
export function explainError(
  { code, message = code }: { code: string; message?: string },
  language: ErrorLanguage,
): string {
  if (isOwnCode(code)) return language === "es" ? spanishSentences[code] : ownSentences[code];
  const isOwnSentence = language === "en" && message !== code;
  return isErrorCode(code) && !isOwnSentence ? errorSentence(code, language) : message;
}

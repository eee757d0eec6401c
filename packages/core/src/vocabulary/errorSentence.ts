import type { ErrorCode } from "./errorCodes.ts";
import { errorTexts, spanishTexts } from "./errorTables.ts";

/** The languages of the catalogue's sentences. */
export type ErrorLanguage = "en" | "es";

/**
 * Returns the sentence for a person about an error code.
 *
 * @example
 * errorSentence("not_ringing", "es"); // "Esta llamada ya no está sonando."
 */
export function errorSentence(code: ErrorCode, language: ErrorLanguage): string {
  return language === "es" ? spanishTexts[code] : errorTexts[code][1];
}

/** True if a value, such as the `code` in a response, is a code of the catalogue. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && Object.hasOwn(errorTexts, value);
}

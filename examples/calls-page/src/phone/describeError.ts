import type { SoftphoneError } from "@skale-calls/softphone";
import { explainError } from "../call/explainError.ts";
import { i18n, type Language } from "../i18n/i18n.ts";

/** What went wrong, in the page's language, also where the server has said it in English only. */
export function describeError({ code, sentence }: SoftphoneError, language: Language): string {
  const explanation = explainError(code);
  const isTranslated = sentence.es !== sentence.en;
  return isTranslated || explanation === "unknown"
    ? sentence[language]
    : i18n.t(`call:error.${explanation}`, { lng: language });
}

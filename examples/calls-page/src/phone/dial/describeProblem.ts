import { type ErrorCode, errorSentence } from "@skale-calls/core";
import { es } from "../../i18n/es/index.ts";
import { i18n, type Language } from "../../i18n/i18n.ts";

type Hint = keyof typeof es.phone.phoneError;

/** Describes the problem of a number in a field that also accepts names. */
export function describeProblem(problem: ErrorCode, language: Language): string {
  return Object.hasOwn(es.phone.phoneError, problem)
    ? i18n.t(`phone:phoneError.${problem as Hint}`, { lng: language })
    : errorSentence(problem, language);
}

import type { CallState } from "@skale-calls/softphone";
import { explainError } from "../call/explainError.ts";
import { i18n, type Language } from "../i18n/i18n.ts";
import { describeError } from "./describeError.ts";

/** Why a call ended, for people: what went wrong, else the reason. */
export function describeEnd({ endReason, error, row }: CallState, language: Language): string {
  if (error) return describeError(error, language);
  if (endReason === "failed" && row?.error_code) {
    const explanation = explainError(row.error_code);
    if (explanation !== "unknown") return i18n.t(`call:error.${explanation}`, { lng: language });
  }
  return endReason === null ? "" : i18n.t(`call:endReason.${endReason}`, { lng: language });
}

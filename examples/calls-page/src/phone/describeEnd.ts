import { explainCallError } from "@skale-calls/core";
import type { CallState } from "@skale-calls/softphone";
import { explainError } from "@skale-calls/softphone/sentences";
import { i18n, type Language } from "../i18n/i18n.ts";

/** Describes why a call ended: by the error, or else by the end reason. */
export function describeEnd({ endReason, error, row }: CallState, language: Language): string {
  if (error) return explainError(error, language);
  if (endReason === "failed" && row?.error_code) return explainCallError(row.error_code, language);
  return endReason === null ? "" : i18n.t(`call:endReason.${endReason}`, { lng: language });
}

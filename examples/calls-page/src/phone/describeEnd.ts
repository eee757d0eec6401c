import type { CallState } from "@skale-calls/softphone";
import { i18n, type Language } from "../i18n/i18n.ts";
import { describeError } from "./describeError.ts";

/** Why a call ended, for people: what went wrong, else the reason. */
export function describeEnd({ endReason, error }: CallState, language: Language): string {
  if (error) return describeError(error, language);
  return endReason === null ? "" : i18n.t(`call:endReason.${endReason}`, { lng: language });
}

import { explainCallError, findEntry, isLogged } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import type { TFunction } from "i18next";
import { agentOf } from "../call/agentOf.ts";
import { isWithoutOutcome } from "../call/isWithoutOutcome.ts";
import { readContact } from "../call/readContact.ts";
import { formatMoment } from "../format/formatMoment.ts";
import { formatPhone } from "../format/formatPhone.ts";
import type { Language } from "../i18n/i18n.ts";

/** The columns of an exported file, in order. The i18n texts contain their titles. */
export const recordColumns = [
  "localTime",
  "time",
  "direction",
  "contact",
  "phone",
  "status",
  "endReason",
  "error",
  "errorCode",
  "answeredTime",
  "endedTime",
  "durationSeconds",
  "entryPoint",
  "entryPayload",
  "businessPhone",
  "agent",
  "notes",
  "id",
] as const;

export interface RecordWords {
  t: TFunction<["call", "history", "common"]>;
  language: Language;
  agentName: (userId: string) => string;
  /** The name of the contact's lead, if there is one. */
  leadName: (call: ListedCall) => string | null;
}

/** Writes a call as a row of a spreadsheet: words for people, and every time in ISO 8601 and UTC too. */
export function callRecord(
  call: ListedCall,
  { t, language, agentName, leadName }: RecordWords,
): string[] {
  const iso = (time: string | null) => (time === null ? "" : new Date(time).toISOString());
  const phone = (number: string | null) => (number === null ? "" : formatPhone(number));
  const contact = readContact(call, leadName(call));
  const agent = agentOf(call);
  const entry = findEntry(call);
  const values: Record<(typeof recordColumns)[number], string> = {
    localTime: call.created_at === null ? "" : formatMoment(call.created_at, "digits", language),
    time: iso(call.created_at),
    direction: t(`call:direction.${call.direction ?? "unknown"}`),
    contact: contact.name ?? t("common:unknownContact"),
    phone: phone(call.contact_phone),
    status: isWithoutOutcome(call) ? t("call:logged") : t(`call:status.${call.status}`),
    endReason: isLogged(call)
      ? t("call:logged")
      : call.end_reason === null
        ? ""
        : t(`call:endReason.${call.end_reason}`),
    error: call.error_code === null ? "" : explainCallError(call.error_code, language),
    errorCode: call.error_code ?? "",
    answeredTime: iso(call.answered_at),
    endedTime: iso(call.ended_at),
    durationSeconds: String(call.duration_seconds),
    entryPoint: entry === null ? "" : t(`call:entryPoint.${entry.point}`),
    entryPayload: entry?.payload ?? "",
    businessPhone: phone(call.business_phone),
    agent: agent === null ? "" : agentName(agent),
    notes: call.notes ?? "",
    id: call.id,
  };
  return recordColumns.map((column) => values[column]);
}

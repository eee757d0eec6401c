import { describe, expect, it } from "vitest";
import { deriveStatus, type StatusFacts } from "./deriveStatus.ts";

const at = "2026-11-22T10:00:00.000Z";
const ended = { ended_at: at };
const answered = { answered_at: at };
const incoming = { direction: "entrante" } as const;

// The rules one by one, then facts to which two rules apply.
const table: readonly (readonly [string, StatusFacts, string, string | null])[] = [
  ["nothing known", {}, "iniciando", null],
  ["answered", answered, "en_curso", null],
  ["answered and ended", { ...answered, ...ended }, "completada", "completed"],
  ["failed in mid-call", { ...answered, ...ended, end_cause: "failed" }, "fallida", "failed"],
  ["busy after an answer", { ...answered, ...ended, end_cause: "busy" }, "fallida", "failed"],
  [
    "cancelled after an answer",
    { ...answered, ...ended, end_cause: "cancelled" },
    "completada",
    "completed",
  ],
  [
    "no answer after an answer",
    { ...answered, ...ended, end_cause: "no_answer" },
    "completada",
    "completed",
  ],
  ["declined", { declined_at: at }, "no_contestada", "declined"],
  [
    "declined and ended",
    { declined_at: at, ...ended, end_cause: "failed" },
    "no_contestada",
    "declined",
  ],
  ["rejected", { rejected_at: at }, "cancelada", "rejected"],
  ["rejected and ended", { rejected_at: at, ...ended, ...incoming }, "cancelada", "rejected"],
  ["expired in mid-call", { ...answered, expired_at: at }, "completada", "expired"],
  ["hung up before an answer", { hangup_at: at, ...ended }, "cancelada", "cancelled"],
  ["hung up and expired", { hangup_at: at, expired_at: at }, "cancelada", "cancelled"],
  ["hung up only", { hangup_at: at }, "iniciando", null],
  ["hung up after an answer", { hangup_at: at, ...answered, ...ended }, "completada", "completed"],
  ["cancelled", { ...ended, end_cause: "cancelled" }, "cancelada", "cancelled"],
  ["busy", { ...ended, end_cause: "busy" }, "fallida", "busy"],
  [
    "incoming, failed without a code",
    { ...ended, ...incoming, end_cause: "failed" },
    "no_contestada",
    "missed",
  ],
  [
    "incoming, failed with a code",
    { ...ended, ...incoming, end_cause: "failed", error_code: "138021" },
    "fallida",
    "failed",
  ],
  [
    "outgoing, failed",
    { ...ended, direction: "saliente", end_cause: "failed" },
    "fallida",
    "failed",
  ],
  ["incoming, ended", { ...ended, ...incoming }, "no_contestada", "missed"],
  ["outgoing, ended", { ...ended, direction: "saliente" }, "no_contestada", "no_answer"],
  ["of unknown direction, ended", { ...ended, direction: null }, "no_contestada", "no_answer"],
  ["expired", { expired_at: at }, "no_contestada", "expired"],
  [
    "expired, then its end came",
    { expired_at: at, ...ended, ...answered },
    "completada",
    "completed",
  ],
];

describe("deriveStatus", () => {
  it.each(table)("%s", (_name, facts, status, endReason) => {
    expect(deriveStatus(facts)).toEqual({ status, endReason });
  });
});

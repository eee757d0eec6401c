import type { CallFacts } from "../vocabulary/callFacts.ts";
import type { CallStatus, EndReason } from "../vocabulary/callStatus.ts";
import { type StatusCondition, statusRules } from "./statusRules.ts";

/** The facts on which a status depends. An absent fact is unknown, like null. */
export type StatusFacts = Partial<
  Pick<
    CallFacts,
    | "direction"
    | "answered_at"
    | "declined_at"
    | "rejected_at"
    | "hangup_at"
    | "ended_at"
    | "expired_at"
    | "end_cause"
    | "error_code"
  >
>;

/**
 * Derives a call's status and end reason from its facts, by the first rule of `statusRules` that applies. This is a
 * pure function.
 *
 * @example
 * deriveStatus({ answered_at: "2026-11-22T10:00:00.000Z" }); // { status: "en_curso", endReason: null }
 */
export function deriveStatus(facts: StatusFacts): {
  status: CallStatus;
  endReason: EndReason | null;
} {
  for (const { when, status, endReason } of statusRules) {
    if (holds(when, facts)) return { status, endReason };
  }
  throw new TypeError("statusRules has no rule without a condition at its end.");
}

function holds(when: StatusCondition, facts: StatusFacts): boolean {
  return (
    (!when.ended || facts.ended_at != null) &&
    (!when.expired || facts.expired_at != null) &&
    (!when.answered || facts.answered_at != null) &&
    (!when.declined || facts.declined_at != null) &&
    (!when.rejected || facts.rejected_at != null) &&
    (!when.hungUp || facts.hangup_at != null) &&
    (!when.incoming || facts.direction === "entrante") &&
    (!when.noErrorCode || facts.error_code == null) &&
    (!when.cause || (facts.end_cause != null && when.cause.includes(facts.end_cause)))
  );
}

import type { CallStatus, EndCause, EndReason } from "../vocabulary/callStatus.ts";

/** The conditions of a rule; all of them must hold. */
export interface StatusCondition {
  ended?: true;
  expired?: true;
  answered?: true;
  declined?: true;
  rejected?: true;
  /** We hung up, or requested a hang-up. */
  hungUp?: true;
  incoming?: true;
  noErrorCode?: true;
  /** The cause of the end is one of these causes. */
  cause?: readonly EndCause[];
}

export interface StatusRule {
  when: StatusCondition;
  status: CallStatus;
  endReason: EndReason | null;
}

/**
 * The rules that give a call its status. The first rule that applies decides. The status expression in SQL is generated
 * from this table, and a test compares both.
 */
export const statusRules: readonly StatusRule[] = [
  {
    when: { ended: true, answered: true, cause: ["failed", "busy"] },
    status: "fallida",
    endReason: "failed",
  },
  { when: { ended: true, answered: true }, status: "completada", endReason: "completed" },
  { when: { declined: true }, status: "no_contestada", endReason: "declined" },
  { when: { rejected: true }, status: "cancelada", endReason: "rejected" },
  { when: { expired: true, answered: true }, status: "completada", endReason: "expired" },
  { when: { answered: true }, status: "en_curso", endReason: null },
  { when: { ended: true, hungUp: true }, status: "cancelada", endReason: "cancelled" },
  { when: { expired: true, hungUp: true }, status: "cancelada", endReason: "cancelled" },
  { when: { ended: true, cause: ["cancelled"] }, status: "cancelada", endReason: "cancelled" },
  { when: { ended: true, cause: ["busy"] }, status: "fallida", endReason: "busy" },
  {
    when: { ended: true, incoming: true, noErrorCode: true, cause: ["failed"] },
    status: "no_contestada",
    endReason: "missed",
  },
  { when: { ended: true, cause: ["failed"] }, status: "fallida", endReason: "failed" },
  { when: { ended: true, incoming: true }, status: "no_contestada", endReason: "missed" },
  { when: { ended: true }, status: "no_contestada", endReason: "no_answer" },
  { when: { expired: true }, status: "no_contestada", endReason: "expired" },
  { when: {}, status: "iniciando", endReason: null },
];

import type { Call } from "../vocabulary/callFacts.ts";
import { liveStatuses, terminalStatuses } from "../vocabulary/callStatus.ts";
import { type CallIdKind, callIdKind } from "./callIds.ts";

/** The columns of a call that rules read. */
export type RuledColumn =
  | "direction"
  | "direction_source"
  | "status"
  | "end_reason"
  | "answered_at"
  | "hangup_at"
  | "ended_at"
  | "unclear_at";

/**
 * A condition on a column: the column has a value (`known`), has no value (`unknown`), or has one of the listed values.
 * In the list, null means that the column has no value.
 */
export type ColumnCondition<Column extends RuledColumn> =
  | "known"
  | "unknown"
  | readonly Call[Column][];

/** Conditions on a call; all of them must hold. */
export type CallCondition = { readonly [Column in RuledColumn]?: ColumnCondition<Column> } & {
  /** The kind of the `call_id`. */
  readonly kind?: readonly CallIdKind[];
};

/** A rule about one call: it holds if at least one of its conditions holds. */
export type CallRule = readonly CallCondition[];

/**
 * The definitions of "missed", "talk" and the other kinds of calls, as data. The SQL functions `is_missed(call)`,
 * `is_talk(call)` and so on are generated from this table, and a test checks that both give the same answers.
 */
export const callRules = {
  /** The call has ended, and no event can make it live again. In TypeScript, `isTerminal` is the same. */
  over: [{ status: terminalStatuses }],
  /** The call is incoming, and nobody answered or refused it. */
  missed: [
    { direction: ["entrante"], status: ["no_contestada"], end_reason: ["missed", "expired"] },
  ],
  /**
   * Somebody talked with the contact. Calls that were logged before agents could choose a status are `iniciando`; these
   * calls are talks too.
   */
  talk: [
    { answered_at: "known" },
    { status: ["completada"] },
    { kind: ["logged"], status: ["iniciando"] },
  ],
  /** WhatsApp rang the contact, who did not pick up. Several of these calls in a row end the permission to call. */
  unanswered: [
    {
      kind: ["provider"],
      direction: ["saliente"],
      answered_at: "unknown",
      end_reason: ["no_answer", "declined", "cancelled", "busy", "expired"],
    },
  ],
  /** Nobody has answered the call and it has not ended. An SDP offer that arrives now is stored. */
  ringable: [{ status: ["iniciando"], answered_at: "unknown" }],
  /** Agents may claim the call, to answer or refuse it. */
  claimable: [{ direction: ["entrante"], status: liveStatuses }],
  /**
   * A webhook reported an outgoing call that nobody here dialled. The call may be the ghost of a dialled call
   * (`isGhostOf`).
   */
  undialled: [{ direction: ["saliente"], direction_source: ["provider", "inbox"] }],
  /** We dialled the call, and the provider's id of the call is not known yet. */
  unattached: [{ kind: ["pending"], status: ["iniciando"] }],
  /**
   * An unattached call that is joined with its ghost as soon as the ghost exists, because a hang-up was requested or
   * the provider's response to the dial was unclear.
   */
  awaiting_ghost: [
    { kind: ["pending"], status: ["iniciando"], hangup_at: "known" },
    { kind: ["pending"], status: ["iniciando"], unclear_at: "known" },
  ],
  /** A dialled call that a ghost may belong to. A dial that the provider refused has ended and cannot have a ghost. */
  ghost_rival: [{ kind: ["pending"], ended_at: "unknown" }],
  /** The sweep may expire the call. Logged calls are excluded: the agent chose their status. */
  swept: [{ kind: ["provider", "pending"], status: liveStatuses }],
} as const satisfies Record<string, CallRule>;

export type CallRuleName = keyof typeof callRules;

/** The columns of a call that these rules may read. An absent column is the same as a column without a value. */
export type RuledCall = Partial<Pick<Call, RuledColumn | "call_id">>;

/**
 * True if a rule holds for a call.
 *
 * @example
 * meets(callRules.missed, { direction: "entrante", status: "no_contestada", end_reason: "expired" }); // true
 */
export function meets(rule: CallRule, call: RuledCall): boolean {
  return rule.some((condition) =>
    Object.entries(condition).every(([name, wanted]) =>
      name === "kind"
        ? meetsColumn(callIdKind(call.call_id ?? ""), wanted)
        : meetsColumn(call[name as RuledColumn] ?? null, wanted),
    ),
  );
}

function meetsColumn(value: string | null, wanted: string | readonly (string | null)[]): boolean {
  if (wanted === "known") return value !== null;
  if (wanted === "unknown") return value === null;
  return wanted.includes(value as never);
}

/**
 * True for an incoming call that nobody answered or refused.
 *
 * @example
 * isMissed({ direction: "entrante", status: "no_contestada", end_reason: "missed" }); // true
 */
export const isMissed = (call: Pick<Call, "direction" | "status" | "end_reason">): boolean =>
  meets(callRules.missed, call);

/** True for a call in which somebody talked with the contact: it was answered, or an agent logged it as a talk. */
export const isTalk = (call: Pick<Call, "answered_at" | "status" | "call_id">): boolean =>
  meets(callRules.talk, call);

import type { Call } from "../vocabulary/callFacts.ts";
import { liveStatuses, terminalStatuses } from "../vocabulary/callStatus.ts";
import { type CallIdKind, callIdKind } from "./callIds.ts";

/** The columns of a call that rules ask for. */
export type RuledColumn =
  | "direction"
  | "direction_source"
  | "status"
  | "end_reason"
  | "answered_at"
  | "hangup_at"
  | "ended_at"
  | "unclear_at";

/** What is asked of a column: one of these values, where null stands for "not known", or that it is known or not. */
export type ColumnCondition<Column extends RuledColumn> =
  | "known"
  | "unknown"
  | readonly Call[Column][];

/** What a rule asks of a call; all of it must hold. */
export type CallCondition = { readonly [Column in RuledColumn]?: ColumnCondition<Column> } & {
  /** Where the `call_id` comes from. */
  readonly kind?: CallIdKind;
};

/** A rule about one call: it holds where one of its conditions does. */
export type CallRule = readonly CallCondition[];

/**
 * What calls are called, as data: the one meaning of each word. The SQL's `is_missed(call)`, `is_talk(call)` and so on are
 * generated from this table, and a test holds both to the same answers.
 */
export const callRules = {
  /** No event can bring it back to life. */
  over: [{ status: terminalStatuses }],
  /** Incoming, and nobody answered or refused it. */
  missed: [
    { direction: ["entrante"], status: ["no_contestada"], end_reason: ["missed", "expired"] },
  ],
  /**
   * Somebody talked with the contact. A call that was logged before agents chose its status is `iniciando`; who
   * logged it meant a talk.
   */
  talk: [
    { answered_at: "known" },
    { status: ["completada"] },
    { kind: "logged", status: ["iniciando"] },
  ],
  /** An offer of it may ring. */
  ringable: [{ status: ["iniciando"], answered_at: "unknown" }],
  /** Agents may claim it, to answer or refuse it. */
  claimable: [{ direction: ["entrante"], status: liveStatuses }],
  /** A webhook told of it, and nobody here dialled it: it may be the ghost of a dialled call. */
  ghost: [{ direction: ["saliente"], direction_source: ["provider", "inbox"] }],
  /** We dialled it, and its provider's id is not known yet. */
  unattached: [{ kind: "pending", status: ["iniciando"] }],
  /** The same, and its ghost is joined as soon as there is one: nobody waits for the provider's answer any more. */
  awaits_ghost: [
    { kind: "pending", status: ["iniciando"], hangup_at: "known" },
    { kind: "pending", status: ["iniciando"], unclear_at: "known" },
  ],
  /** A dialled call that a ghost may belong to: a dial that the provider refused has no call. */
  ghost_rival: [{ kind: "pending", ended_at: "unknown" }],
  /** The sweep looks after it: a logged call is what its agent says. */
  swept: [
    { kind: "provider", status: liveStatuses },
    { kind: "pending", status: liveStatuses },
  ],
} as const satisfies Record<string, CallRule>;

export type CallRuleName = keyof typeof callRules;

/** The columns of a call that one of these rules may ask for. Those that are absent count as not known. */
export type RuledCall = Partial<Pick<Call, RuledColumn | "call_id">>;

/**
 * Whether a rule holds for a call.
 *
 * @example
 * meets(callRules.missed, { direction: "entrante", status: "no_contestada", end_reason: "expired" }); // true
 */
export function meets(rule: CallRule, call: RuledCall): boolean {
  return rule.some((condition) =>
    Object.entries(condition).every(([name, wanted]) =>
      name === "kind"
        ? callIdKind(call.call_id ?? "") === wanted
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
 * True of an incoming call that nobody answered and nobody refused.
 *
 * @example
 * isMissed({ direction: "entrante", status: "no_contestada", end_reason: "missed" }); // true
 */
export const isMissed = (call: Pick<Call, "direction" | "status" | "end_reason">): boolean =>
  meets(callRules.missed, call);

/** True of a call in which somebody talked with the contact: it was answered, or an agent logged that it was. */
export const isTalk = (call: Pick<Call, "answered_at" | "status" | "call_id">): boolean =>
  meets(callRules.talk, call);

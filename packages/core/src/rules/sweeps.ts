import type { Call } from "../vocabulary/callFacts.ts";
import { type CallRule, callRules, meets, type RuledCall } from "./callRules.ts";
import { timeLimits } from "./timeLimits.ts";

/** How long the sweep waits for what, in seconds. */
export interface SweepLimits {
  /** An incoming call may ring. Default: `timeLimits.ringing`. */
  ringingSeconds: number;
  /** An outgoing call may go without an answer. Default: `timeLimits.outgoing`. */
  outgoingSeconds: number;
  /** After a hang-up was asked for. Default: `timeLimits.hangup`. */
  hangupSeconds: number;
  /** A conversation may last. Default: `timeLimits.inProgress`. */
  inProgressSeconds: number;
  /** A dialled call without a provider's id is then joined with its ghost. Default: `timeLimits.pending`. */
  pendingSeconds: number;
}

export const sweepLimits: SweepLimits = {
  ringingSeconds: timeLimits.ringing,
  outgoingSeconds: timeLimits.outgoing,
  hangupSeconds: timeLimits.hangup,
  inProgressSeconds: timeLimits.inProgress,
  pendingSeconds: timeLimits.pending,
};

/** So many seconds have passed since a time of a call. */
export interface AgeRule {
  /** The calls that it is about; empty: all. */
  when: CallRule;
  since: "created_at" | "hangup_at";
  limit: keyof SweepLimits;
}

/** Of the calls that the sweep looks after (`callRules.swept`) it expires those for which one of these holds. */
export const expiryRules: readonly AgeRule[] = [
  { when: [], since: "hangup_at", limit: "hangupSeconds" },
  { when: [{ answered_at: "known" }], since: "created_at", limit: "inProgressSeconds" },
  {
    when: [{ answered_at: "unknown", direction: ["saliente"] }],
    since: "created_at",
    limit: "outgoingSeconds",
  },
  {
    when: [{ answered_at: "unknown", direction: ["entrante", null] }],
    since: "created_at",
    limit: "ringingSeconds",
  },
];

/** Which dialled calls the sweep tries to join with their ghosts. */
export const lostRule: AgeRule = {
  when: callRules.unattached,
  since: "created_at",
  limit: "pendingSeconds",
};

/** A row that the guide's functions wrote may have no `created_at`; it counts as very old. */
export type SweptCall = RuledCall & Pick<Call, "hangup_at"> & { created_at: string | null };

/** Whether the sweep expires a call: its end never came. */
export function isExpired(call: SweptCall, now: Date, limits: Partial<SweepLimits> = {}): boolean {
  return (
    meets(callRules.swept, call) && expiryRules.some((rule) => isOlder(rule, call, now, limits))
  );
}

/** Whether the provider's answer to our dial is so late that only a webhook can tell the call's id. */
export function isLost(call: SweptCall, now: Date, limits: Partial<SweepLimits> = {}): boolean {
  return isOlder(lostRule, call, now, limits);
}

function isOlder(
  { when, since, limit }: AgeRule,
  call: SweptCall,
  now: Date,
  limits: Partial<SweepLimits>,
): boolean {
  if (when.length > 0 && !meets(when, call)) return false;
  const at = call[since];
  if (at === null) return since === "created_at";
  return Date.parse(at) < now.getTime() - (limits[limit] ?? sweepLimits[limit]) * 1000;
}

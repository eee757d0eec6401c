import type { Call } from "../vocabulary/callFacts.ts";
import { type CallRule, callRules, meets, type RuledCall } from "./callRules.ts";
import { isPassing, type LedgerEntry } from "./ledger.ts";
import { timeLimits } from "./timeLimits.ts";

/** The time limits of the sweep, in seconds. */
export interface SweepLimits {
  /** An incoming call without an answer expires after this time. Default: `timeLimits.ringing`. */
  ringingSeconds: number;
  /** An outgoing call without an answer expires after this time. Default: `timeLimits.outgoing`. */
  outgoingSeconds: number;
  /**
   * A call with a provider's id expires when its hang-up was requested this long ago and no end was reported. Default:
   * `timeLimits.hangup`.
   */
  hangupSeconds: number;
  /** An answered call expires after this time. Default: `timeLimits.inProgress`. */
  inProgressSeconds: number;
  /** A dialled call whose id at the provider is still unknown after this time is joined with its ghost. Default: `timeLimits.pending`. */
  pendingSeconds: number;
  /** An entry of the ledger that only passes through is deleted after this time. Default: `timeLimits.passingEvent`. */
  passingSeconds: number;
}

export const sweepLimits: SweepLimits = {
  ringingSeconds: timeLimits.ringing,
  outgoingSeconds: timeLimits.outgoing,
  hangupSeconds: timeLimits.hangup,
  inProgressSeconds: timeLimits.inProgress,
  pendingSeconds: timeLimits.pending,
  passingSeconds: timeLimits.passingEvent,
};

/** A rule that holds for a call if the limit has passed since one of the call's times. */
export interface AgeRule {
  /** The calls to which the rule applies. An empty list means all calls. */
  when: CallRule;
  since: "created_at" | "hangup_at";
  limit: keyof SweepLimits;
}

/** The sweep expires a call if `callRules.swept` and at least one of these rules hold for it. */
export const expiryRules: readonly AgeRule[] = [
  // A dialled call without a provider's id stays joinable until no ghost can belong to it any more: the contact's phone may
  // ring, and the hang-up is carried out as soon as a webhook tells the id.
  { when: [{ kind: ["provider"] }], since: "hangup_at", limit: "hangupSeconds" },
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

/** The dialled calls that the sweep tries to join with their ghosts. */
export const lostRule: AgeRule = {
  when: callRules.unattached,
  since: "created_at",
  limit: "pendingSeconds",
};

/** Rows that the guide's functions wrote may have no `created_at`. The sweep treats such rows as very old. */
export type SweptCall = RuledCall & Pick<Call, "hangup_at"> & { created_at: string | null };

/** True if the sweep expires a call because no event of its end has arrived. */
export function isExpired(call: SweptCall, now: Date, limits: Partial<SweepLimits> = {}): boolean {
  return (
    meets(callRules.swept, call) && expiryRules.some((rule) => isOlder(rule, call, now, limits))
  );
}

/** True if the provider's response to our dial is so late that only a webhook can give the call's id. */
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

/** True if the sweep deletes an entry of the ledger. */
export const isForgotten = (
  entry: LedgerEntry & { receivedAt: string },
  now: Date,
  { passingSeconds = sweepLimits.passingSeconds }: Partial<SweepLimits> = {},
): boolean =>
  isPassing(entry) && Date.parse(entry.receivedAt) < now.getTime() - passingSeconds * 1000;

import type { Call } from "../vocabulary/callFacts.ts";
import { callRules, meets } from "./callRules.ts";
import { timeLimits } from "./timeLimits.ts";

/** The key of a claim for refusing a call; one for answering has the sha256 of the SDP answer. */
export const refusalKey = "reject";

/** What is asked when an agent claims a call. */
export interface ClaimState {
  /** `callRules.claimable`. */
  claimable: boolean;
  /** The call has been answered. */
  answered: boolean;
  /** Its offer is there: without it a call rings nowhere, as after a connect that came too late. */
  offered: boolean;
  /** The agent wants to refuse it. */
  refuses: boolean;
  /** The claim that it has is the agent's, whatever its key. */
  agents: boolean;
  /** The claim that it has is the agent's, with the same key. */
  own: boolean;
  /** The claim that it has did not lapse. */
  held: boolean;
}

export type ClaimOutcome = "claimed" | "already_answered" | "already_claimed" | "not_ringing";

/** What comes of a claim, the first rule that holds. The SQL's `judge_claim` is generated from this table. */
export const claimRules: readonly { when: Partial<ClaimState>; outcome: ClaimOutcome }[] = [
  { when: { claimable: false }, outcome: "not_ringing" },
  { when: { answered: false, refuses: false, offered: false }, outcome: "not_ringing" },
  { when: { answered: true, own: true }, outcome: "already_answered" },
  { when: { answered: true }, outcome: "already_claimed" },
  { when: { own: true }, outcome: "claimed" },
  // An agent who was about to answer may change to a refusal.
  { when: { refuses: true, agents: true }, outcome: "claimed" },
  { when: { held: true }, outcome: "already_claimed" },
  { when: {}, outcome: "claimed" },
];

/** A call with its claim's key, which the store keeps apart from the row: agents read every column of a call. */
export type ClaimedCall = Pick<
  Call,
  "direction" | "status" | "answered_at" | "claimed_by" | "claimed_at"
> & {
  claimed_key: string | null;
};

export interface Claimant {
  userId: string;
  key: string;
}

/** What comes of an agent's claim on a call at a moment. */
export function judgeClaim(
  call: ClaimedCall,
  { userId, key }: Claimant,
  { offered, now }: { offered: boolean; now: Date },
): ClaimOutcome {
  const state: ClaimState = {
    claimable: meets(callRules.claimable, call),
    answered: call.answered_at !== null,
    offered,
    refuses: key === refusalKey,
    agents: call.claimed_by === userId,
    own: isOwnClaim(call, { userId, key }),
    held:
      call.claimed_at !== null &&
      Date.parse(call.claimed_at) > now.getTime() - timeLimits.claim * 1000,
  };
  const rule = claimRules.find(({ when }) =>
    (Object.keys(when) as (keyof ClaimState)[]).every((name) => when[name] === state[name]),
  );
  if (rule === undefined) throw new TypeError("claimRules has no rule without a condition.");
  return rule.outcome;
}

/** Whether a call's claim is of this very pair. An answered call keeps it: the pair may ask again. */
export function isOwnClaim(
  call: Pick<ClaimedCall, "claimed_by" | "claimed_key">,
  { userId, key }: Claimant,
): boolean {
  return call.claimed_by === userId && call.claimed_key === key;
}

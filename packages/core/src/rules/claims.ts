import type { Call } from "../vocabulary/callFacts.ts";
import { callRules, meets } from "./callRules.ts";
import { timeLimits } from "./timeLimits.ts";

/** The key of a claim to refuse a call. The key of a claim to answer it is the sha256 of the SDP answer. */
export const refusalKey = "reject";

/** The conditions that decide a claim. */
export interface ClaimState {
  /** `callRules.claimable` holds for the call. */
  claimable: boolean;
  /** The call has been answered. */
  answered: boolean;
  /**
   * An SDP offer is stored. A call without an offer does not ring, for example because its `connect` webhook arrived
   * too late.
   */
  offered: boolean;
  /** The agent wants to refuse the call. */
  refuses: boolean;
  /** The agent of this request made the current claim, with this key or another. */
  isAgents: boolean;
  /** The agent of this request made the current claim with this key. */
  own: boolean;
  /** The current claim has not expired. */
  held: boolean;
}

export type ClaimOutcome = "claimed" | "already_answered" | "already_claimed" | "not_ringing";

/** The first rule that holds gives the outcome of a claim. The SQL function `judge_claim` is generated from this table. */
export const claimRules: readonly { when: Partial<ClaimState>; outcome: ClaimOutcome }[] = [
  { when: { claimable: false }, outcome: "not_ringing" },
  { when: { answered: false, refuses: false, offered: false }, outcome: "not_ringing" },
  { when: { answered: true, own: true }, outcome: "already_answered" },
  { when: { answered: true }, outcome: "already_claimed" },
  { when: { own: true }, outcome: "claimed" },
  // An agent who has claimed the call to answer it may still refuse it.
  { when: { refuses: true, isAgents: true }, outcome: "claimed" },
  { when: { held: true }, outcome: "already_claimed" },
  { when: {}, outcome: "claimed" },
];

/** A call with the key of its claim. The store keeps the key outside of the row, because agents can read every column of a call. */
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

/** Decides an agent's claim on a call at the time `now`. */
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
    isAgents: call.claimed_by === userId,
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

/**
 * True for a call that was answered for whoever had claimed it to answer: nobody else could. Then it is the claimant's call,
 * even if the provider's response to the accept was lost, so that only the call's end tells of the pickup.
 */
export function isClaimantsTalk(
  call: Pick<ClaimedCall, "answered_at" | "claimed_by" | "claimed_key">,
): boolean {
  return call.answered_at !== null && call.claimed_by !== null && call.claimed_key !== refusalKey;
}

/**
 * True if a claim may be released after the provider has refused a request of it. If an earlier accept with this claim had
 * no clear response, the call may be answered already, and a refusal of the second accept means just that. The claim then
 * stays until it expires, so that the call belongs to this agent.
 *
 * @param accepts how many requests to accept the call were made with the claim.
 * @param isAccept whether the refused request is the last of them.
 */
export function mayRelease(accepts: number, isAccept: boolean): boolean {
  return accepts === (isAccept ? 1 : 0);
}

/**
 * True if the call's claim has this user and key. An answered call keeps its claim, so the agent may repeat the claim
 * with the same key.
 */
export function isOwnClaim(
  call: Pick<ClaimedCall, "claimed_by" | "claimed_key">,
  { userId, key }: Claimant,
): boolean {
  return call.claimed_by === userId && call.claimed_key === key;
}

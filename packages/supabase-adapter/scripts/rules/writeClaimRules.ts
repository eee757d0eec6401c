import { type ClaimState, claimRules, refusalKey, timeLimits } from "@skale-calls/core/internal";
import { interval, quote, writeFunction } from "./writeFunction.ts";

const row = "public.whatsapp_calls";

/** Each condition as an SQL expression that is never null. */
const states: Record<keyof ClaimState, string> = {
  claimable: "coalesce(skale_calls.is_claimable(call), false)",
  answered: "call.answered_at is not null",
  offered: "is_offered",
  refuses: `key = ${quote(refusalKey)}`,
  isAgents: "coalesce(call.claimed_by = agent, false)",
  own: "skale_calls.is_own_claim(call, claimed_key, agent, key)",
  held: `coalesce(call.claimed_at > at - ${interval(timeLimits.claim)}, false)`,
};

/** Writes `claimRules`. */
export function writeClaimRules(): string {
  return [
    writeFunction(
      "Whether this agent has claimed the call with this key (core: isOwnClaim).",
      `is_own_claim(call ${row}, claimed_key text, agent uuid, key text)`,
      "boolean",
      "coalesce(call.claimed_by = agent and claimed_key = key, false)",
    ),
    writeFunction(
      "Whether the agent who claimed the call has answered it (core: isClaimantsTalk).",
      `is_claimants_talk(call ${row}, claimed_key text)`,
      "boolean",
      `coalesce(call.answered_at is not null and call.claimed_by is not null and claimed_key <> ${quote(refusalKey)}, false)`,
    ),
    writeFunction(
      "The outcome of an agent's claim, from the first rule that applies (core: claimRules).",
      `judge_claim(call ${row}, claimed_key text, agent uuid, key text, is_offered boolean, at timestamptz)`,
      "text",
      `case
${claimRules.map(({ when, outcome }) => `    when ${writeStates(when)} then ${quote(outcome)}`).join("\n")}
  end`,
      "stable",
    ),
  ].join("\n\n");
}

function writeStates(when: Partial<ClaimState>): string {
  const parts = (Object.keys(when) as (keyof ClaimState)[]).map((name) =>
    when[name]
      ? states[name]
      : `not ${states[name].includes(" ") ? `(${states[name]})` : states[name]}`,
  );
  return parts.length === 0 ? "true" : parts.join(" and ");
}

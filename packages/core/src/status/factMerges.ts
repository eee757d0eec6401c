import { directionSources, endCauses } from "../vocabulary/callStatus.ts";

/**
 * How two values of one fact become one, as data. Every rule is commutative, associative and
 * idempotent, null gives way to anything, and so any order of the same events ends in the same facts.
 * The SQL's merge is generated from this table.
 *
 * - `earliest`, `largest`: of times and numbers.
 * - `ranked`: the one later in `ranks`.
 * - `smallest`: the first in code-point order; a difference is a contradiction and is recorded.
 * - `smallest_phone`: the same, but aliases of one number do not contradict each other.
 * - `longest`: the longer in code points, then the later in code-point order.
 * - `directed`: with `direction_source`: the better source wins, then `smallest`.
 * What we dialled wins over what webhooks say of the facts marked `ours`.
 */
export type MergeRule =
  | { rule: "earliest" | "largest" | "longest" | "directed" }
  | { rule: "ranked"; ranks: readonly string[] }
  | { rule: "smallest" | "smallest_phone"; ours?: true };

export const factMerges = {
  provider: { rule: "smallest", ours: true },
  direction: { rule: "directed" },
  direction_source: { rule: "ranked", ranks: directionSources },
  started_at: { rule: "earliest" },
  ringing_at: { rule: "earliest" },
  answered_at: { rule: "earliest" },
  declined_at: { rule: "earliest" },
  rejected_at: { rule: "earliest" },
  hangup_at: { rule: "earliest" },
  unclear_at: { rule: "earliest" },
  ended_at: { rule: "earliest" },
  expired_at: { rule: "earliest" },
  duration_seconds: { rule: "largest" },
  end_cause: { rule: "ranked", ranks: endCauses },
  error_code: { rule: "smallest" },
  contact_phone: { rule: "smallest_phone", ours: true },
  contact_user_id: { rule: "smallest" },
  contact_profile_name: { rule: "smallest" },
  business_phone: { rule: "smallest_phone", ours: true },
  provider_phone_id: { rule: "smallest" },
  recording_asset: { rule: "smallest" },
  recording_url: { rule: "smallest" },
  transcript_asset: { rule: "smallest" },
  transcript: { rule: "longest" },
} as const satisfies Record<string, MergeRule>;

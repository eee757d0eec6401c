import { directionSources, endCauses } from "../vocabulary/callStatus.ts";

/**
 * The rules that merge two values of one fact, as data. Every rule is commutative, associative and idempotent, and any
 * value replaces null, so the same events give the same facts in any order. The merge in SQL is generated from this
 * table.
 *
 * - `earliest`, `largest`: the earliest time, the largest number.
 * - `ranked`: the value that is later in `ranks`.
 * - `smallest`: the first value in code-point order. Two different values are a contradiction, which is recorded.
 * - `smallest_phone`: the same, but aliases of one number do not contradict each other.
 * - `longest`: the text with more code points; of two texts of equal length, the later one in code-point order.
 * - `directed`: the value whose `direction_source` has the higher rank; with equal ranks, `smallest`.
 *
 * For a fact with `ours`, the value with which we dialled wins over the values in webhooks. With `known`, it wins if
 * we dialled with a value; with `always`, it wins even if we dialled without a value. So a call to a WhatsApp user id
 * takes no phone from webhooks: if webhooks contained several phones, the first one in code-point order would win.
 */
export type MergeRule =
  | { rule: "earliest" | "largest" | "longest" | "directed" }
  | { rule: "ranked"; ranks: readonly string[] }
  | { rule: "smallest" | "smallest_phone"; ours?: "known" | "always" };

export const factMerges = {
  provider: { rule: "smallest", ours: "known" },
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
  contact_phone: { rule: "smallest_phone", ours: "always" },
  contact_user_id: { rule: "smallest" },
  contact_profile_name: { rule: "smallest" },
  business_phone: { rule: "smallest_phone", ours: "known" },
  provider_phone_id: { rule: "smallest" },
  recording_asset: { rule: "smallest" },
  recording_url: { rule: "smallest" },
  transcript_asset: { rule: "smallest" },
  transcript: { rule: "longest" },
} as const satisfies Record<string, MergeRule>;

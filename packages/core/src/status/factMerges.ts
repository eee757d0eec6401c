import { directionSources, endCauses } from "../vocabulary/callStatus.ts";

/**
 * The rules that merge two values of one fact. Every rule is commutative, associative and idempotent, and any value
 * replaces null, so the same events give the same facts in any order. The merge in SQL is generated from this table.
 *
 * - `earliest`, `latest`, `largest`: keeps the earliest time, the latest time, the largest number.
 * - `ranked`: keeps the value that is later in `ranks`.
 * - `smallest`: keeps the first value in code-point order. Two different values are a contradiction (except of
 *   `provider`), and the event gets the outcome `conflict`.
 * - `smallest_phone`: like `smallest`, but two aliases of one number are not a contradiction.
 * - `longest`: keeps the text with more code points. If both have the same length, it keeps the later text in code-point
 *   order.
 * - `dated`: keeps the value whose time in the fact `by` is later. If both times are equal, it keeps the first value in
 *   code-point order. Both facts have a value, or neither.
 * - `directed`: keeps the value whose `direction_source` has the higher rank. If both ranks are equal, it keeps the first
 *   value in code-point order.
 *
 * `ours` applies to calls that an agent has dialled here. Our dial request states some facts, and webhooks state the same
 * facts. With `ours: "known"`, our value is kept if our request has a value; if not, the webhook's value is kept. With
 * `ours: "always"`, a webhook never sets the fact: a call that was dialled to a WhatsApp user id keeps `contact_phone`
 * null. Otherwise, if webhooks state several phones of this user, the first one in code-point order would be kept.
 */
export type MergeRule =
  | { rule: "earliest" | "latest" | "largest" | "longest" | "directed" }
  | { rule: "dated"; by: "recording_at" | "transcript_at" }
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
  cta_payload: { rule: "smallest" },
  deeplink_payload: { rule: "smallest" },
  recording_asset: { rule: "dated", by: "recording_at" },
  recording_at: { rule: "latest" },
  recording_url: { rule: "smallest" },
  transcript_asset: { rule: "dated", by: "transcript_at" },
  transcript_at: { rule: "latest" },
  transcript: { rule: "longest" },
} as const satisfies Record<string, MergeRule>;

import type { ListedCall } from "@skale-calls/supabase-adapter";

/** Who of us called, answered or refused; null when nobody did. A refusal is known by its claim. */
export function agentOf({
  user_id,
  claimed_by,
  rejected_at,
}: Pick<ListedCall, "user_id" | "claimed_by" | "rejected_at">): string | null {
  return user_id ?? (rejected_at === null ? null : claimed_by);
}

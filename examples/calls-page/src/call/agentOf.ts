import type { ListedCall } from "@skale-calls/supabase-adapter";

/** Returns the agent who called, answered or declined; null if there was no such agent. `claimed_by` is the agent who declined. */
export function agentOf({
  user_id,
  claimed_by,
  rejected_at,
}: Pick<ListedCall, "user_id" | "claimed_by" | "rejected_at">): string | null {
  return user_id ?? (rejected_at === null ? null : claimed_by);
}

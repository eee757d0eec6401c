import type { CallHours } from "../vocabulary/account.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import type { AvailabilityQuery } from "./fetchAvailability.ts";
import { type SavedCallHours, setCallHours } from "./setCallHours.ts";

export interface AgentCallHours {
  inboxId: string;
  /** The hours of the inbox or, if it has none, those that the provider has. */
  hours: CallHours | null;
  /** Whether the agent may set them (`CallDeps.mayManage`). */
  maySet: boolean;
}

/**
 * Returns the business hours of an inbox that the agent sees, and whether the agent may set them.
 *
 * @throws CallsError `no_branch`, `inbox_required`, `inbox_not_found` (also for a branch without an inbox).
 */
export async function fetchCallHours(
  { store, mayManage }: Pick<CallDeps, "store" | "mayManage">,
  query: AvailabilityQuery,
): Promise<AgentCallHours> {
  const found = await store.findAvailability(query);
  if (found.outcome !== "found") throw new CallsError(found.outcome);
  const { inboxId, hours, facts } = found.state;
  if (inboxId === null) throw new CallsError("inbox_not_found");
  const told = facts.find(({ fact }) => fact === "call_hours")?.value as CallHours | undefined;
  return {
    inboxId,
    hours: hours ?? told ?? null,
    maySet: (await mayManage?.({ userId: query.userId, inboxId })) === true,
  };
}

/**
 * Sets the business hours of an inbox, if the agent sees it and may manage it.
 *
 * @throws CallsError like `fetchCallHours`; `forbidden`; `invalid_request`.
 */
export async function changeCallHours(
  deps: CallDeps,
  { hours, ...query }: AvailabilityQuery & { hours: CallHours | null },
): Promise<SavedCallHours> {
  const { inboxId, maySet } = await fetchCallHours(deps, query);
  if (!maySet) throw new CallsError("forbidden");
  return setCallHours(deps, { inboxId, hours });
}

import type { CallHours } from "../vocabulary/account.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { providerOfInbox } from "./chooseProvider.ts";
import { type AvailabilityQuery, findWithNumber } from "./fetchAvailability.ts";
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
  deps: CallDeps,
  query: AvailabilityQuery,
): Promise<AgentCallHours> {
  return (await findHours(deps, query)).shown;
}

async function findHours(deps: CallDeps, query: AvailabilityQuery) {
  const { found } = await findWithNumber(deps, query);
  const { inboxId, hours, facts, businessPhone } = found.state;
  if (inboxId === null) throw new CallsError("inbox_not_found");
  const told = facts.find(({ fact }) => fact === "call_hours")?.value as CallHours | undefined;
  const shown: AgentCallHours = {
    inboxId,
    hours: hours ?? told ?? null,
    maySet: (await deps.mayManage?.({ userId: query.userId, inboxId })) === true,
  };
  return { shown, inbox: found.inbox, businessPhone };
}

/**
 * Sets the business hours of an inbox, if the agent sees it and may manage it.
 *
 * @throws CallsError like `fetchCallHours`; `forbidden`; `invalid_request`; `provider_not_configured`, before anything is
 * saved.
 */
export async function changeCallHours(
  deps: CallDeps,
  { hours, ...query }: AvailabilityQuery & { hours: CallHours | null },
): Promise<SavedCallHours> {
  const { shown, inbox, businessPhone } = await findHours(deps, query);
  if (!shown.maySet) throw new CallsError("forbidden");
  providerOfInbox(deps, inbox);
  return setCallHours(deps, { inboxId: shown.inboxId, hours, businessPhone });
}

import {
  type Availability,
  type AvailabilityState,
  deriveAvailability,
} from "../availability/deriveAvailability.ts";
import { defaultPickupWarning } from "../availability/pickupWarning.ts";
import type { Inbox } from "../ports/callStore.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { providerOfInbox } from "./chooseProvider.ts";
import { refreshAvailability } from "./refreshAvailability.ts";
import { isPhone } from "./resolveNumbers.ts";

export interface AvailabilityQuery {
  userId: string;
  /** Without it: the only inbox of the agent's home branch. */
  inboxId?: string;
}

/**
 * Returns whether an inbox may call and be called, as far as it is known. Reads the settings at the provider if the stored ones
 * are older than `timeLimits.settings`, and waits at most `timeLimits.settingsWait` for them: the stored state is returned
 * then, with its time in `updated_at`.
 *
 * @throws CallsError `no_branch`, `inbox_required`, `inbox_not_found`.
 */
export async function fetchAvailability(
  deps: CallDeps,
  query: AvailabilityQuery,
): Promise<Availability> {
  const now = deps.now?.() ?? new Date();
  const found = await findState(deps, query);
  let { state } = found;
  if (state.businessPhone !== null && isStale(state, now)) {
    const refreshed = await Promise.race([
      refreshAvailability(deps, providerOfInbox(deps, found.inbox), state.businessPhone),
      wait(deps, timeLimits.settingsWait * 1000),
    ]);
    if (refreshed) state = (await findState(deps, query)).state;
  }
  return deriveAvailability(state, now, {
    ...defaultPickupWarning,
    ...deps.availability?.pickupWarning,
  });
}

/** Returns the availability by the stored facts alone, without a request to the provider. */
export async function readAvailability(
  deps: CallDeps,
  query: AvailabilityQuery,
): Promise<Availability> {
  const { state } = await findState(deps, query);
  return deriveAvailability(state, deps.now?.() ?? new Date(), {
    ...defaultPickupWarning,
    ...deps.availability?.pickupWarning,
  });
}

async function findState(
  { store, from }: CallDeps,
  query: AvailabilityQuery,
): Promise<{ state: AvailabilityState; inbox: Inbox | null }> {
  const found = await store.findAvailability({
    ...query,
    ...(from !== undefined && isPhone(from) ? { defaultBusinessPhone: from } : {}),
  });
  if (found.outcome === "found") return found;
  throw new CallsError(found.outcome);
}

function isStale({ facts }: AvailabilityState, now: Date): boolean {
  const reading = facts.find(({ fact }) => fact === "settings");
  if (reading === undefined) return true;
  return now.getTime() - Date.parse(reading.occurredAt) >= timeLimits.settings * 1000;
}

async function wait({ sleep }: CallDeps, milliseconds: number): Promise<false> {
  await (sleep?.(milliseconds) ?? new Promise((resolve) => setTimeout(resolve, milliseconds)));
  return false;
}

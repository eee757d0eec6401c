import {
  type Availability,
  type AvailabilityState,
  deriveAvailability,
} from "../availability/deriveAvailability.ts";
import { defaultPickupWarning } from "../availability/pickupWarning.ts";
import type { FindAvailabilityResult } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import type { DatedFact } from "../vocabulary/account.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { providerOfInbox } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import { refreshAvailability } from "./refreshAvailability.ts";
import { isPhone, resolveDefaultPhone } from "./resolveNumbers.ts";
import { pauseFor } from "./saveAct.ts";

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
  return derive(deps, await findFreshState(deps, query));
}

/**
 * Returns the availability like `fetchAvailability`, but by facts that are not older than `timeLimits.settings` alone. If the
 * settings were just read, all facts count, because the reading did not contradict them.
 */
export async function fetchCurrentAvailability(
  deps: CallDeps,
  query: AvailabilityQuery,
): Promise<Availability> {
  const state = await findFreshState(deps, query);
  const now = timeOf(deps);
  const isRead = state.facts.some(
    (told) => told.fact === "settings" && told.value === "read" && isYoung(told, now),
  );
  const facts = isRead ? state.facts : state.facts.filter((told) => isYoung(told, now));
  return derive(deps, { ...state, facts });
}

/** The stored state, after the settings were read again if the last attempt to read them is old. */
async function findFreshState(
  deps: CallDeps,
  query: AvailabilityQuery,
): Promise<AvailabilityState> {
  const { found, defaultPhone } = await findWithNumber(deps, query);
  const phone = found.state.businessPhone;
  const now = timeOf(deps);
  if (
    phone === null ||
    found.state.facts.some((told) => told.fact === "settings" && isYoung(told, now))
  ) {
    return found.state;
  }
  const provider = providerOfInbox(deps, found.inbox);
  const isNews = await waitFor(deps, refreshAvailability(deps, provider, phone));
  return isNews ? (await findInbox(deps, query, defaultPhone)).state : found.state;
}

/** Finds the state of an inbox. If it has no number, the state is that of the configured number (`from`). */
export async function findWithNumber(
  deps: CallDeps,
  query: AvailabilityQuery,
): Promise<{ found: Found; defaultPhone?: string | undefined }> {
  const { from } = deps;
  const written = from !== undefined && isPhone(from) ? from : undefined;
  const found = await findInbox(deps, query, written);
  if (found.state.businessPhone !== null || from === undefined || written !== undefined) {
    return { found, defaultPhone: written };
  }
  const resolved = resolveDefaultPhone(deps).catch((error: unknown) => {
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "number_not_found",
      ...describeError(error),
    });
    return undefined;
  });
  const defaultPhone = await waitFor(deps, resolved);
  if (defaultPhone === undefined) return { found };
  return { found: await findInbox(deps, query, defaultPhone), defaultPhone };
}

type Found = Extract<FindAvailabilityResult, { outcome: "found" }>;

async function findInbox(
  { store }: CallDeps,
  query: AvailabilityQuery,
  defaultBusinessPhone: string | undefined,
): Promise<Found> {
  const found = await store.findAvailability({
    ...query,
    ...(defaultBusinessPhone === undefined ? {} : { defaultBusinessPhone }),
  });
  if (found.outcome === "found") return found;
  throw new CallsError(found.outcome);
}

/** Waits for work, but no longer than `timeLimits.settingsWait`. */
const waitFor = <T>(deps: CallDeps, work: Promise<T>): Promise<T | undefined> =>
  Promise.race([work, pauseFor(deps, timeLimits.settingsWait * 1000).then(() => undefined)]);

const derive = (deps: CallDeps, state: AvailabilityState): Availability =>
  deriveAvailability(state, timeOf(deps), {
    ...defaultPickupWarning,
    ...deps.availability?.pickupWarning,
  });

const timeOf = ({ now }: CallDeps) => now?.() ?? new Date();

/** True for a fact that need not be read again yet. */
const isYoung = ({ occurredAt }: DatedFact, now: Date) =>
  now.getTime() - Date.parse(occurredAt) < timeLimits.settings * 1000;

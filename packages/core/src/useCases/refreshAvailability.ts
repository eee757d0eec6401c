import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { sha256Hex } from "../signature/hash.ts";
import { type AccountFacts, factsOfNumber } from "../vocabulary/account.ts";
import type { AccountEvent } from "../vocabulary/callEvent.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { describeError } from "./describeError.ts";
import { unobserved } from "./observe.ts";

type RefreshDeps = Pick<CallDeps, "store" | "onEvent" | "now" | "waitUntil">;

/** The readings that this instance has begun, by provider and number. A lost entry costs one more look into the ledger. */
const readings = new WeakMap<CallStore, Map<string, Promise<boolean>>>();

/**
 * Reads the settings of a business number at the provider, and stores them as an event. Requests to one instance share one
 * reading. Of all instances, one reads in each period of `timeLimits.settings`: the one whose event about the attempt is the
 * first in the ledger. If this instance ends before it has stored the settings, the next period's reading brings them. A failure
 * is logged and stored, so that the next attempt waits like after a success. The promise does not reject.
 *
 * @param phone the business number in E.164.
 * @returns false if the provider has no settings, if they could not be read, or if another instance reads them.
 */
export function refreshAvailability(
  deps: RefreshDeps,
  provider: CallProvider,
  phone: string,
): Promise<boolean> {
  if (!provider.readAccount) return Promise.resolve(false);
  // Each request has its own observed store.
  const store = unobserved(deps.store);
  const ofStore = readings.get(store) ?? new Map<string, Promise<boolean>>();
  readings.set(store, ofStore);
  const key = `${provider.name} ${phone}`;
  const known = ofStore.get(key);
  if (known) return known;
  const reading = readOnce(deps, provider, phone).finally(() => ofStore.delete(key));
  ofStore.set(key, reading);
  deps.waitUntil?.(reading);
  return reading;
}

async function readOnce(
  { store, onEvent, now = () => new Date() }: RefreshDeps,
  provider: CallProvider,
  phone: string,
): Promise<boolean> {
  const at = now();
  const period = Math.floor(at.getTime() / (timeLimits.settings * 1000));
  const id = `settings:${sha256Hex(`${provider.name} ${phone}`)}:${period}`;
  const record = async (event: Pick<AccountEvent, "id" | "business" | "facts">) => {
    const full = {
      kind: "account",
      provider: provider.name,
      occurredAt: at.toISOString(),
    } as const;
    const [recorded] = await store.recordEvents([
      { event: { ...full, ...event }, payload: null, bodySha256: sha256Hex(event.id) },
    ]);
    return recorded?.outcome;
  };
  try {
    if ((await record({ id, business: { phone }, facts: {} })) === "duplicate") return false;
    const { phoneId, facts } = await readFacts(onEvent, provider, phone);
    const business = phoneId === undefined ? { phone } : { phone, phoneId };
    const told = { ...facts, ...factsOfNumber(business) };
    await record({ id: `${id}:read`, business, facts: told });
    return facts.settings === "read";
  } catch (error) {
    emit(
      { onEvent },
      { kind: "problem", level: "warn", problem: "settings_not_saved", ...describeError(error) },
    );
    return false;
  }
}

async function readFacts(
  onEvent: CallDeps["onEvent"],
  provider: CallProvider,
  phone: string,
): Promise<{ phoneId?: string | undefined; facts: AccountFacts }> {
  try {
    const reading = await provider.readAccount?.(phone);
    if (reading?.problem !== undefined) {
      emit(
        { onEvent },
        {
          kind: "problem",
          level: "warn",
          problem: "settings_partly_read",
          ...describeError(reading.problem),
        },
      );
    }
    return { phoneId: reading?.phoneId, facts: { ...reading?.facts, settings: "read" } };
  } catch (error) {
    emit(
      { onEvent },
      { kind: "problem", level: "warn", problem: "settings_not_read", ...describeError(error) },
    );
    return { facts: { settings: isCallsError(error) ? error.code : "internal" } };
  }
}

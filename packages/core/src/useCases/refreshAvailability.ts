import type { CallProvider } from "../ports/callProvider.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { AccountFacts } from "../vocabulary/account.ts";
import type { AccountEvent } from "../vocabulary/callEvent.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { describeError } from "./describeError.ts";

/**
 * Reads the settings of a business number at the provider, and stores them as an event. A failure is logged and stored too, so
 * that the next attempt waits like after a success. Requests at the same time store one event.
 *
 * @param phone the business number in E.164.
 * @returns false if the provider has no settings, or if they could not be read.
 */
export async function refreshAvailability(
  { store, log, now = () => new Date() }: Pick<CallDeps, "store" | "log" | "now">,
  provider: CallProvider,
  phone: string,
): Promise<boolean> {
  if (!provider.readAccount) return false;
  const at = now();
  let facts: AccountFacts;
  let phoneId: string | undefined;
  try {
    const reading = await provider.readAccount(phone);
    phoneId = reading.phoneId;
    facts = { ...reading.facts, settings: "read" };
    if (reading.problem !== undefined) {
      log.warn("availability: a part could not be read", describeError(reading.problem));
    }
  } catch (error) {
    log.warn("availability: the settings could not be read", describeError(error));
    facts = { settings: isCallsError(error) ? error.code : "internal" };
  }
  const period = Math.floor(at.getTime() / (timeLimits.settings * 1000));
  const event: Omit<AccountEvent, "raw"> = {
    kind: "account",
    id: `settings:${sha256Hex(phone)}:${period}`,
    provider: provider.name,
    occurredAt: at.toISOString(),
    business: phoneId === undefined ? { phone } : { phone, phoneId },
    facts,
  };
  try {
    await store.recordEvents([{ event, payload: null, bodySha256: sha256Hex(event.id) }]);
  } catch (error) {
    log.warn("availability: the settings could not be stored", describeError(error));
    return false;
  }
  return facts.settings === "read";
}

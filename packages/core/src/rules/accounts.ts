import { phoneKey } from "../phone/phoneAliases.ts";
import { compareCodePoints } from "../status/mergeFacts.ts";
import type { DatedFact } from "../vocabulary/account.ts";
import type { Business } from "../vocabulary/callEvent.ts";

/** A business number, or the account to which it belongs. */
export interface AccountSubject {
  business?: Business | undefined;
  accountId?: string | undefined;
}

/**
 * The keys under which the facts about a number are stored: the provider's id of the number, and the number itself. Facts
 * about a whole account are stored under the account's id.
 */
export function accountKeys({ business, accountId }: AccountSubject): string[] {
  const keys: string[] = [];
  if (business?.phoneId !== undefined) keys.push(`phone_id:${business.phoneId}`);
  if (business?.phone !== undefined) keys.push(`phone:${phoneKey(business.phone)}`);
  if (keys.length === 0 && accountId !== undefined) keys.push(`account:${accountId}`);
  return keys;
}

/**
 * The keys that the facts of a number add to those of the number: the provider's id if only the number is known, or the number
 * if only its id is known (`factsOfNumber`).
 */
export function joinedKeys(
  { phone, phoneId }: Business,
  facts: readonly Pick<DatedFact, "fact" | "value">[],
): string[] {
  return facts.flatMap(({ fact, value }) => {
    if (typeof value !== "string") return [];
    if (fact === "phone_id" && phoneId === undefined) {
      return accountKeys({ business: { phoneId: value } });
    }
    return fact === "phone" && phone === undefined
      ? accountKeys({ business: { phone: value } })
      : [];
  });
}

/**
 * True if a fact replaces a known fact. The newer fact wins. Of two facts with the same time, the one with the greater
 * event id wins. So the same events give the same state in any order.
 */
export function isNewerFact(
  fact: Pick<DatedFact, "occurredAt" | "eventId">,
  known: Pick<DatedFact, "occurredAt" | "eventId">,
): boolean {
  const order =
    Date.parse(fact.occurredAt) - Date.parse(known.occurredAt) ||
    compareCodePoints(fact.eventId, known.eventId);
  return order > 0;
}

/** Returns the newest fact of each name. */
export function newestFacts(facts: Iterable<DatedFact>): DatedFact[] {
  const newest = new Map<string, DatedFact>();
  for (const fact of facts) {
    const known = newest.get(fact.fact);
    if (known === undefined || isNewerFact(fact, known)) newest.set(fact.fact, fact);
  }
  return [...newest.values()];
}

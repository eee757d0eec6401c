import { type EventDraft, known } from "../events/eventDraft.ts";
import { type AccountFacts, factsOfNumber } from "../vocabulary/account.ts";

/**
 * Creates the event of facts about a number, or about an account with all its numbers. Returns undefined if there are no
 * facts, or if it is not known what they are about.
 */
export function accountDraft(
  number: { phone?: string | undefined; phoneId?: string | undefined },
  accountId: string | undefined,
  told: AccountFacts,
): EventDraft | undefined {
  const business = known(number);
  const isOfNumber = Object.keys(business).length > 0;
  const facts = isOfNumber && accountId !== undefined ? { ...told, account_id: accountId } : told;
  if (Object.keys(facts).length === 0 || (!isOfNumber && accountId === undefined)) return undefined;
  return {
    kind: "account",
    business: isOfNumber ? business : undefined,
    accountId,
    facts: { ...facts, ...factsOfNumber(number) },
  };
}

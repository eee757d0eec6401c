import { type EventDraft, known } from "../events/eventDraft.ts";
import { readId, readPhone } from "../events/fields.ts";
import type { AccountFacts } from "../vocabulary/account.ts";
import { accountDraft } from "../whatsapp/accountDraft.ts";
import {
  factsOfRestrictions,
  factsOfViolation,
  readCallingFacts,
  readWord,
} from "../whatsapp/accountFacts.ts";

/*
 * The readers of YCloud's account events. YCloud documents the names of the fields, but not which of them each event
 * contains, so every field is optional. The values are WhatsApp's words; new words are passed on.
 */

type Fields = Record<string, unknown>;

/** Reads `whatsapp.phone_number.quality_updated`: the limits and the quality of a number. */
export function readPhoneNumber(item: Fields): EventDraft | undefined {
  const number = {
    phone: readPhone(item.phoneNumber ?? item.displayPhoneNumber),
    phoneId: readId(item.id ?? item.phoneId),
  };
  return accountDraft(number, readId(item.wabaId), {
    ...known({
      // The limit of the whole portfolio decides about calls.
      messaging_limit: readWord(item.whatsappBusinessManagerMessagingLimit ?? item.messagingLimit),
      quality_rating: readWord(item.qualityRating),
    }),
    ...readCallingFacts(item.calling),
  });
}

/** Reads `whatsapp.business_account.updated`: violations, restrictions and bans of an account with all its numbers. */
export function readBusinessAccount(item: Fields): EventDraft | undefined {
  const number = { phone: readPhone(item.phoneNumber), phoneId: readId(item.phoneId) };
  return accountDraft(number, readId(item.id ?? item.wabaId), {
    ...known({ ban_state: readWord(item.banState) }),
    ...factsOfViolation(item.violationType),
    ...factsOfRestrictions(item.restrictions ?? item.restrictionInfo),
  });
}

/** Reads `whatsapp.template.reviewed`: the status of one template. It does not say what the template asks for. */
export function readTemplate(item: Fields): EventDraft | undefined {
  const name = readId(item.name);
  const language = readId(item.language);
  const status = readWord(item.status ?? item.statusUpdateEvent);
  if (name === undefined || language === undefined || status === undefined) return undefined;
  const facts: AccountFacts = {};
  facts[`template:${name}:${language}`] = status;
  return accountDraft({}, readId(item.wabaId), facts);
}

import { type EventDraft, known } from "../events/eventDraft.ts";
import { readId, readPhone } from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import { readTime } from "../events/readTime.ts";
import { accountDraft } from "../whatsapp/accountDraft.ts";
import {
  factsOfRestrictions,
  factsOfViolation,
  readCallingFacts,
  readWord,
} from "../whatsapp/accountFacts.ts";

type Fields = Record<string, unknown>;

/**
 * Reads the fields `account_settings_update` and `account_update` of a Meta webhook. Returns undefined for other fields, and
 * for a change that says nothing about calls.
 *
 * @param field the name of the field.
 * @param value the change's value.
 * @param entry the entry that contains the change.
 */
export function readAccountChange(
  field: string | undefined,
  value: Fields,
  entry: Fields,
): { draft: EventDraft; at: string | undefined } | undefined {
  const draft = readDraft(field, value, readAccountId(entry));
  return draft && { draft, at: readTime(value.timestamp) ?? readTime(entry.time) };
}

function readDraft(field: string | undefined, value: Fields, accountId: string | undefined) {
  if (field === "account_settings_update") {
    const settings = recordOf(value.phone_number_settings);
    const number = { phoneId: readId(settings.phone_number_id) };
    return accountDraft(number, accountId, readCallingFacts(settings.calling));
  }
  if (field !== "account_update") return undefined;
  return accountDraft({ phone: readPhone(value.phone_number) }, accountId, {
    ...known({ ban_state: readWord(recordOf(value.ban_info).waba_ban_state) }),
    ...factsOfViolation(recordOf(value.violation_info).violation_type),
    ...factsOfRestrictions(value.restriction_info),
  });
}

/** The id of the account. Meta's samples of `account_update` have `0` in its place. */
function readAccountId({ id }: Fields): string | undefined {
  const accountId = readId(id);
  return accountId === "0" ? undefined : accountId;
}

const recordOf = (value: unknown): Fields => (isRecord(value) ? value : {});

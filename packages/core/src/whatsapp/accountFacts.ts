import { readProviderHours } from "../availability/readProviderHours.ts";
import { cleanText } from "../events/cleanText.ts";
import { known } from "../events/eventDraft.ts";
import { readId, readToken } from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import { readTime } from "../events/readTime.ts";
import type { AccountFacts, CallRestriction } from "../vocabulary/account.ts";
import { cutText } from "../vocabulary/textLengths.ts";

/** The most restrictions that are read from one list. */
const maxRestrictions = 50;
/** The longest word and sentence that are read, in characters. */
const lengths = { word: 100, reason: 500 } as const;

/** Reads a word of WhatsApp, in upper case: `disable all` -> `DISABLE_ALL`. */
export function readWord(value: unknown): string | undefined {
  const word = readToken(readId(value))?.toUpperCase();
  return word !== undefined && word.length <= lengths.word ? word : undefined;
}

/**
 * Reads the calling settings of a number. Some senders pass on WhatsApp's names (`call_icon_visibility`), others change
 * them (`iconVisibility`). Omits what is missing or cannot be read.
 */
export function readCallingFacts(calling: unknown): AccountFacts {
  if (!isRecord(calling)) return {};
  const { restrictions } = calling;
  const list = isRecord(restrictions) ? restrictions.restrictions_list : restrictions;
  return known({
    calling_status: readWord(calling.status),
    icon_visibility: readWord(calling.call_icon_visibility ?? calling.iconVisibility),
    callback_status: readWord(
      calling.callback_permission_status ?? calling.callbackPermissionStatus,
    ),
    call_hours: readProviderHours(calling.call_hours ?? calling.callHours),
    restrictions: Array.isArray(list) ? readRestrictions(list) : undefined,
  });
}

/** Reads restrictions. Settings, events and senders name the type differently. */
function readRestrictions(list: unknown): CallRestriction[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, maxRestrictions).flatMap((item): CallRestriction[] => {
    if (!isRecord(item)) return [];
    const type = readWord(item.type ?? item.restriction_type ?? item.restrictionType);
    if (type === undefined) return [];
    const { reason } = item;
    return [
      {
        type,
        reason: typeof reason === "string" ? cutText(cleanText(reason), lengths.reason) : null,
        until: readTime(item.expiration) ?? null,
      },
    ];
  });
}

/** The facts of single restrictions. An event does not say that it lists all of them. */
export function factsOfRestrictions(list: unknown): AccountFacts {
  const facts: AccountFacts = {};
  for (const { type, reason, until } of readRestrictions(list)) {
    facts[`restriction:${type}`] = { reason, until };
  }
  return facts;
}

/** The fact of a violation that WhatsApp reported. */
export function factsOfViolation(type: unknown): AccountFacts {
  const facts: AccountFacts = {};
  const word = readWord(type);
  if (word !== undefined) facts[`violation:${word}`] = true;
  return facts;
}

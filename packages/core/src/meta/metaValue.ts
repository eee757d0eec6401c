import * as z from "zod";
import { known } from "../events/eventDraft.ts";
import { fieldsOf, idField, phoneField, profileField } from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import type { Side, Sides } from "../events/placeSides.ts";
import type { Business } from "../vocabulary/callEvent.ts";
import type { CallDirection } from "../vocabulary/callStatus.ts";

const metadata = fieldsOf({ display_phone_number: phoneField, phone_number_id: idField });
const errors = z
  .array(fieldsOf({ code: idField }))
  .optional()
  .catch(undefined);
const valueFields = z.object({ metadata, errors });

const contactFields = z.object({
  profile: profileField,
  wa_id: phoneField,
  user_id: idField,
  parent_user_id: idField,
});
type MetaContact = z.infer<typeof contactFields>;

const maxContacts = 1000;

/** The data that all items in one `value` of a Meta webhook share. */
export interface MetaValue {
  businessPhone: string | undefined;
  business: Business | undefined;
  errors: readonly { code?: string | undefined }[] | undefined;
  /** Completes the two sides of an item from `metadata` and `contacts`. */
  complete(from: Side, to: Side, direction: CallDirection | undefined): Omit<Sides, "direction">;
  /** What belongs to one item. */
  around(item: unknown): Record<string, unknown>;
}

/** @param items the number of items in the whole change, of which the value may be one part. */
export function readMetaValue(value: Record<string, unknown>, items: number): MetaValue {
  const isSingle = countItems(value) < 2;
  const isAlone = items < 2;
  const { data } = valueFields.safeParse(value);
  const businessPhone = data?.metadata?.display_phone_number;
  const phoneId = data?.metadata?.phone_number_id;
  const find = contactFinder(value.contacts, isAlone);
  return {
    businessPhone,
    business:
      businessPhone === undefined && phoneId === undefined
        ? undefined
        : known({ phone: businessPhone, phoneId }),
    // If there are several items, the errors of the value do not say to which item they belong.
    errors: isSingle ? data?.errors : undefined,
    around: (item) => ({
      metadata: value.metadata,
      contacts: isAlone ? value.contacts : contactsOf(item, value.contacts),
      ...(isSingle && value.errors !== undefined ? { errors: value.errors } : {}),
    }),
    complete(from, to, direction) {
      const contact = find([from, to]);
      const add = (side: Side): Side => ({
        phone: side.phone ?? contact?.wa_id,
        userId: side.userId ?? contact?.user_id,
        parentUserId: side.parentUserId ?? contact?.parent_user_id,
      });
      return {
        from: direction === "saliente" ? from : add(from),
        to: direction === "saliente" ? add(to) : to,
        businessPhone,
        phoneId,
        profileName: contact?.profile,
      };
    },
  };
}

/** The contacts whose number or user id is in the item. */
function contactsOf(item: unknown, contacts: unknown): unknown[] {
  if (!isRecord(item) || !Array.isArray(contacts)) return [];
  const values = new Set(Object.values(item));
  return contacts
    .slice(0, maxContacts)
    .filter((some) => isRecord(some) && (values.has(some.wa_id) || values.has(some.user_id)));
}

export function countItems(value: Record<string, unknown>): number {
  return [value.calls, value.statuses, value.messages]
    .map((list) => (Array.isArray(list) ? list.length : 0))
    .reduce((sum, length) => sum + length, 0);
}

/**
 * Returns a function that finds the contact with the same user id or number. If there is one contact and one item, they
 * belong together without a match.
 */
function contactFinder(list: unknown, isAlone: boolean) {
  const contacts = (Array.isArray(list) ? list.slice(0, maxContacts) : [])
    .map((contact) => contactFields.safeParse(contact).data)
    .filter((contact) => contact !== undefined);
  const byKey = new Map<string, MetaContact>();
  for (const contact of contacts) {
    for (const key of [contact.wa_id, contact.user_id]) {
      if (key !== undefined && !byKey.has(key)) byKey.set(key, contact);
    }
  }
  const only = contacts.length === 1 && isAlone ? contacts[0] : undefined;
  return (sides: readonly Side[]): MetaContact | undefined => {
    for (const { userId, phone } of sides) {
      const found = byKey.get(userId ?? "") ?? byKey.get(phone ?? "");
      if (found) return found;
    }
    return only;
  };
}

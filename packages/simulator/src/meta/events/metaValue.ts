import type { BusinessNumber } from "../../calls/calls.ts";

/** One change of a Meta webhook: a field, and its value. */
export interface MetaChange {
  wabaId: string;
  field: MetaField;
  value: object;
  /** Unix seconds of the entry. Only the changes of accounts have it. */
  time?: number;
}

/** The fields of the object `whatsapp_business_account` that the simulator sends. */
export const metaFields = [
  "calls",
  "messages",
  "account_update",
  "account_settings_update",
  "standby",
] as const;
export type MetaField = (typeof metaFields)[number];

/** The user, as an event names the other side. */
export interface EventContact {
  phone: string;
  userId: string;
  profileName?: string;
  username?: string | undefined;
  hidePhone?: boolean | undefined;
}

/** The number of the business, as an event names it. */
export type EventNumber = Pick<BusinessNumber, "id" | "wabaId" | "phoneNumber">;

/** Meta writes numbers as digits, without a plus. */
export const digits = (phone: string): string => phone.slice(1);

/** Whole seconds, as a text. */
export const secondsOf = (ms: number): string => String(Math.floor(ms / 1000));

/** Creates the value of the fields `calls` and `messages`: what all of them contain, and the items. */
export function messagingValue({ id, phoneNumber }: EventNumber, items: object): object {
  return {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: digits(phoneNumber), phone_number_id: id },
    ...items,
  };
}

/** Creates the list of the users that a value is about. If a user hides the phone, there is no `wa_id`. */
export function contactsOf({ phone, userId, profileName, username, hidePhone }: EventContact) {
  return [
    {
      profile: {
        ...(profileName !== undefined && { name: profileName }),
        ...(username !== undefined && { username }),
      },
      ...(!hidePhone && { wa_id: digits(phone) }),
      user_id: userId,
    },
  ];
}

/** Creates the webhook's body with the changes of a batch: an entry for each account, in the order of the changes. */
export function writeWebhook(changes: readonly MetaChange[]) {
  const entries = new Map<string, { id: string; time?: number; changes: object[] }>();
  for (const { wabaId, time, value, field } of changes) {
    const entry = entries.get(wabaId) ?? {
      id: wabaId,
      ...(time !== undefined && { time }),
      changes: [],
    };
    entry.changes.push({ value, field });
    entries.set(wabaId, entry);
  }
  return { object: "whatsapp_business_account", entry: [...entries.values()] };
}

/**
 * Writes JSON as Meta sends and signs it: characters outside ASCII as `\u00e4`, in lower case, and `/` as `\/` (Meta, "Graph
 * API webhooks, getting started").
 */
export function writeMetaJson(body: unknown): string {
  return JSON.stringify(body)
    .replace(
      /[\u007f-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .replaceAll("/", "\\/");
}

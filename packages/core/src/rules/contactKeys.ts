import { phoneKey } from "../phone/phoneAliases.ts";
import type { Business, Contact } from "../vocabulary/callEvent.ts";

/** The columns that identify a contact. */
export interface ContactColumns {
  contact_phone: string | null;
  contact_user_id: string | null;
}

/** The columns that identify one of our numbers. */
export interface BusinessColumns {
  business_phone: string | null;
  provider_phone_id: string | null;
}

const known = (keys: readonly (string | null | undefined)[]): string[] =>
  keys.filter((key) => key !== null && key !== undefined && key !== "") as string[];

/** The texts that identify a contact: the key of the phone, and the user id. */
export const contactKeys = ({ contact_phone, contact_user_id }: ContactColumns): string[] =>
  known([contact_phone && phoneKey(contact_phone), contact_user_id]);

/** The texts that identify one of our numbers: the key of the number, and the provider's id of it. */
export const businessKeys = ({ business_phone, provider_phone_id }: BusinessColumns): string[] =>
  known([business_phone && phoneKey(business_phone), provider_phone_id]);

/**
 * Returns the keys that are known to belong to the same contact as the key. A row that names both a phone and a user id
 * joins them, and so does a reply together with the request that it answers.
 *
 * @param links the keys of each row, or of each pair of a request and its reply.
 */
export function joinKeys(key: string, links: readonly (readonly string[])[]): Set<string> {
  return new Set([key, ...links.filter((keys) => keys.includes(key)).flat()]);
}

/** A user id and the one that the same contact had before. */
export interface UserIdChange {
  /**
   * The phone key of the number since the change, or the new user id if the number has changed and is not told. Null if only
   * the user id has changed.
   */
  contact_key: string | null;
  contact_user_id: string | null;
  previous_user_id: string | null;
}

const isPhoneKey = (key: string): boolean => /^[+0-9]+$/.test(key);

/**
 * Adds the user ids that the same contacts had before and after, over any number of changes. A number that was asked for is not
 * that of the contact after a change to another number, because somebody else can have the former number now.
 *
 * @param asked the key that `keys` were joined for.
 */
export function followChanges(
  asked: string,
  keys: ReadonlySet<string>,
  changes: readonly UserIdChange[],
): Set<string> {
  const all = new Set(keys);
  for (const key of all) {
    // A set gives the keys that are added in the loop too.
    for (const { contact_key, contact_user_id: next, previous_user_id: former } of changes) {
      if (next === null || former === null) continue;
      const leaves = isPhoneKey(asked) && contact_key !== null && contact_key !== asked;
      if (next === key) all.add(former);
      if (former === key && !leaves) all.add(next);
    }
  }
  return all;
}

export const shares = (keys: readonly string[], wanted: ReadonlySet<string>): boolean =>
  keys.some((key) => wanted.has(key));

export const contactColumns = (contact: Contact | undefined): ContactColumns => ({
  contact_phone: contact?.phone ?? null,
  contact_user_id: contact?.userId ?? null,
});

export const businessColumns = (business: Business | undefined): BusinessColumns => ({
  business_phone: business?.phone ?? null,
  provider_phone_id: business?.phoneId ?? null,
});

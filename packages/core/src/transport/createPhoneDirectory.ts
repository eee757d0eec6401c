import { phoneAliases } from "../phone/phoneAliases.ts";
import { withoutEffect } from "./withoutEffect.ts";

/** One of our numbers at the provider. */
export interface DirectoryEntry {
  id: string;
  /** In E.164, with or without `+` and punctuation. */
  phone: string;
}

export interface PhoneDirectory {
  findId(phone: string): Promise<string>;
  findPhone(id: string): Promise<string>;
}

/**
 * The account's numbers and their ids. They are loaded when an unknown number or id is requested. Loaded numbers are
 * kept, and simultaneous requests share one load. If a number was not found, the next request for it loads the numbers
 * again. A failed load is a refusal (`rejected`): nothing was sent but a question.
 *
 * @param createError the error of a number or id that the account does not have.
 */
export function createPhoneDirectory(
  list: () => Promise<readonly DirectoryEntry[]>,
  createError: () => Error,
): PhoneDirectory {
  const ids = new Map<string, string>();
  const phones = new Map<string, string>();
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    for (const { id, phone } of await list()) {
      const e164 = `+${phone.replace(/\D/g, "")}`;
      ids.set(e164, id);
      phones.set(id, e164);
    }
  }

  async function find(lookUp: () => string | undefined): Promise<string> {
    const known = lookUp();
    if (known !== undefined) return known;
    loading ??= withoutEffect(load()).finally(() => {
      loading = undefined;
    });
    await loading;
    const found = lookUp();
    if (found !== undefined) return found;
    throw createError();
  }

  return {
    // The number as it is written is tried first, because an alias may be another number of the account.
    findId: (phone) =>
      find(() => {
        const known = phoneAliases(phone).find((alias) => ids.has(alias));
        return known === undefined ? undefined : ids.get(known);
      }),
    findPhone: (id) => find(() => phones.get(id)),
  };
}

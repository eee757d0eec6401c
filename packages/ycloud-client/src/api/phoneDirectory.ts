import { phoneAliases } from "@skale-calls/core";
import { YCloudError } from "../ycloudError.ts";
import type { Page, PageQuery } from "./openSchemas.ts";

interface Entry {
  id: string;
  phoneNumber: string;
}

export interface PhoneDirectory {
  findId(phone: string): Promise<string>;
  findPhone(id: string): Promise<string>;
}

/** YCloud ends every list at 10,000 items. */
const pageSize = 100;
const lastPage = 100;

/**
 * The account's numbers and their ids. They are loaded when an unknown number or id is requested. Loaded numbers are
 * kept, and simultaneous requests share one load. If a number was not found, the next request for it loads the numbers
 * again.
 */
export function createPhoneDirectory(
  list: (query: PageQuery) => Promise<Page<Entry>>,
): PhoneDirectory {
  const ids = new Map<string, string>();
  const phones = new Map<string, string>();
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    for (let page = 1; page <= lastPage; page++) {
      const { items, limit = pageSize } = await list({ page, limit: pageSize });
      for (const { id, phoneNumber } of items) {
        const phone = `+${phoneNumber.replace(/\D/g, "")}`;
        ids.set(phone, id);
        phones.set(id, phone);
      }
      if (items.length < limit || items.length === 0) return;
    }
  }

  async function find(lookUp: () => string | undefined): Promise<string> {
    const known = lookUp();
    if (known !== undefined) return known;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    await loading;
    const found = lookUp();
    if (found !== undefined) return found;
    throw new YCloudError("provider_not_found", "rejected");
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

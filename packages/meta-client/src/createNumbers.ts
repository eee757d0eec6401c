import { CallsError, phoneAliases } from "@skale-calls/core";
import {
  createPhoneDirectory,
  type DirectoryEntry,
  withoutEffect,
} from "@skale-calls/core/transport";
import type { MetaClient } from "./createMetaClient.ts";
import { MetaError } from "./metaError.ts";

/** How the provider finds Meta's ids of our numbers. Meta has no request that finds a number among all accounts. */
export interface NumbersOptions {
  /** The ids of the WhatsApp business accounts whose numbers are ours. Their numbers are listed once. */
  wabaIds?: readonly string[];
  /** The ids of our numbers by number, such as `{ "+525512345678": "106540352242922" }`. They need no request. */
  phoneNumbers?: Readonly<Record<string, string>>;
}

/** Our numbers, Meta's ids of them, and the accounts to which they belong. */
export interface Numbers {
  findId(phone: string): Promise<string>;
  findPhone(phoneId: string): Promise<string>;
  /** Returns the account of a number that `findId` has found; undefined if it is not known. */
  accountOf(phoneId: string): string | undefined;
}

export function createNumbers(
  { phoneNumbers: api }: Pick<MetaClient, "phoneNumbers">,
  { wabaIds = [], phoneNumbers = {} }: NumbersOptions,
): Numbers {
  const given = new Map(Object.entries(phoneNumbers));
  const accounts = new Map<string, string>();
  /** Numbers that were looked up by their ids. */
  const phones = new Map([...given].map(([phone, id]) => [id, phone]));
  const [onlyAccount, ...others] = wabaIds;

  async function list(): Promise<DirectoryEntry[]> {
    if (wabaIds.length === 0 && given.size === 0) {
      throw new CallsError("misconfigured", {
        message:
          "Meta finds the id of a number only in an account. Give the provider wabaIds or phoneNumbers.",
      });
    }
    const lists = await Promise.all(
      wabaIds.map(async (wabaId) => {
        const numbers = await api.list(wabaId);
        for (const { id } of numbers) accounts.set(id, wabaId);
        return numbers;
      }),
    );
    return lists.flat().map(({ id, displayPhoneNumber: phone }) => ({ id, phone }));
  }
  const directory = createPhoneDirectory(
    list,
    () => new MetaError("provider_not_found", "rejected"),
  );

  return {
    async findId(phone) {
      const known = phoneAliases(phone).find((alias) => given.has(alias));
      return (known && given.get(known)) ?? directory.findId(phone);
    },
    async findPhone(phoneId) {
      const known = phones.get(phoneId);
      if (known !== undefined) return known;
      const { displayPhoneNumber } = await withoutEffect(api.get(phoneId));
      const phone = `+${displayPhoneNumber.replace(/\D/g, "")}`;
      phones.set(phoneId, phone);
      return phone;
    },
    accountOf: (phoneId) =>
      accounts.get(phoneId) ?? (others.length === 0 ? onlyAccount : undefined),
  };
}

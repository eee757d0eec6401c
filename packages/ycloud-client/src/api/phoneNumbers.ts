import {
  checkInput,
  createPhoneDirectory,
  type DirectoryEntry,
  idSchema,
  type Open,
  optional,
  phoneSchema,
  type Transport,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { YCloudError } from "../ycloudError.ts";
import { type Page, type PageQuery, pageQueryShape, pageSchema } from "./pages.ts";

/** A WhatsApp number of the account. */
export interface PhoneNumber {
  /** The `phoneId` of the calling operations. */
  id: string;
  wabaId?: string | undefined;
  /** E.164 with `+`. */
  phoneNumber: string;
  displayPhoneNumber?: string | undefined;
  status?: string | undefined;
  messagingLimit?: string | undefined;
  /** Outgoing calls need `TIER_2K` or more. */
  whatsappBusinessManagerMessagingLimit?:
    | Open<"TIER_250" | "TIER_2K" | "TIER_10K" | "TIER_100K" | "TIER_UNLIMITED">
    | undefined;
  qualityRating?: string | undefined;
  [field: string]: unknown;
}

/** The values that identify a number in paths. */
export interface PhoneNumberKey {
  wabaId: string;
  /** E.164 with `+`. */
  phoneNumber: string;
}

export interface PhoneNumberQuery extends PageQuery {
  wabaId?: string;
}

/** The account's numbers. All methods throw `YCloudError`, or `CallsError` for bad input. */
export interface PhoneNumbersApi {
  list(query?: PhoneNumberQuery): Promise<Page<PhoneNumber>>;
  get(key: PhoneNumberKey): Promise<PhoneNumber>;
  /**
   * Returns the `phoneId` of a number; aliases of the number match too. Each client looks a number up once: results are
   * kept, simultaneous look-ups share one request, and a failed look-up is not kept. Throws `provider_not_found` for a
   * number that the account does not have.
   *
   * @example
   * const phoneId = await client.phoneNumbers.resolveId("+525512345678");
   */
  resolveId(phone: string): Promise<string>;
  /** Returns the number (E.164) of a `phoneId`; the look-up works as in `resolveId`. */
  resolvePhone(phoneId: string): Promise<string>;
}

export const phoneNumberKeyShape = { wabaId: idSchema, phoneNumber: phoneSchema };
const keyInput = z.strictObject(phoneNumberKeyShape);
const queryInput = z.strictObject({ ...pageQueryShape, wabaId: idSchema.optional() });

const phoneNumber: z.ZodType<PhoneNumber> = z.looseObject({
  id: z.string().min(1),
  phoneNumber: z.string().min(1),
  wabaId: optional(z.string()),
  displayPhoneNumber: optional(z.string()),
  status: optional(z.string()),
  messagingLimit: optional(z.string()),
  whatsappBusinessManagerMessagingLimit: optional(z.string()),
  qualityRating: optional(z.string()),
});
const phoneNumberPage = pageSchema(phoneNumber);

/** `+` is percent-encoded, because a server may read it as a blank. */
export function phoneNumberPath({ wabaId, phoneNumber }: PhoneNumberKey): string {
  return `/v2/whatsapp/phoneNumbers/${encodeURIComponent(wabaId)}/${encodeURIComponent(phoneNumber)}`;
}

export function createPhoneNumbersApi(transport: Transport): PhoneNumbersApi {
  async function list(query: PhoneNumberQuery = {}): Promise<Page<PhoneNumber>> {
    const { wabaId, ...page } = checkInput(queryInput, query);
    return transport.json(
      {
        method: "GET",
        path: "/v2/whatsapp/phoneNumbers",
        query: { ...page, "filter.wabaId": wabaId },
      },
      phoneNumberPage,
    );
  }
  /** YCloud ends every list at 10,000 items: 100 pages. */
  async function listAll(): Promise<DirectoryEntry[]> {
    const entries: DirectoryEntry[] = [];
    for (let page = 1; page <= 100; page++) {
      const { items, limit = 100 } = await list({ page, limit: 100 });
      entries.push(...items.map(({ id, phoneNumber: phone }) => ({ id, phone })));
      if (items.length < limit || items.length === 0) break;
    }
    return entries;
  }
  const directory = createPhoneDirectory(
    listAll,
    () => new YCloudError("provider_not_found", "rejected"),
  );

  return {
    list,
    async get(key) {
      const path = phoneNumberPath(checkInput(keyInput, key));
      return transport.json({ method: "GET", path }, phoneNumber);
    },
    async resolveId(phone) {
      return directory.findId(checkInput(phoneSchema, phone));
    },
    async resolvePhone(phoneId) {
      return directory.findPhone(checkInput(idSchema, phoneId));
    },
  };
}

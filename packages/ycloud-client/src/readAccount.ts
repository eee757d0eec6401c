import { type AccountFacts, type AccountReading, arePhoneAliases } from "@skale-calls/core";
import { readCallingFacts } from "@skale-calls/core/internal";
import type { PhoneNumber } from "./api/phoneNumbers.ts";
import { asksCallPermission, type Template } from "./api/templates.ts";
import type { YCloudClient } from "./createYCloudClient.ts";
import { YCloudError } from "./ycloudError.ts";

type AccountClient = Pick<YCloudClient, "phoneNumbers" | "settings" | "templates">;

const pageSize = 100;
/** The most pages that are read from one list. */
const maxPages = 10;

/**
 * Reads what YCloud tells about a number: the calling settings, the messaging limit, and the templates that ask for the
 * permission to call. YCloud documents no restrictions, call hours or callback setting.
 *
 * @throws YCloudError `provider_not_found` for a number that the account does not have.
 */
export async function readAccount(client: AccountClient, phone: string): Promise<AccountReading> {
  const number = await findNumber(client, phone);
  const { id: phoneId, wabaId } = number;
  const limits = limitsOf(number);
  if (wabaId === undefined) return { phoneId, facts: limits };
  const [settings, templates] = await Promise.allSettled([
    client.settings.get({ wabaId, phoneNumber: number.phoneNumber }),
    listPermissionTemplates(client, wabaId),
  ]);
  if (settings.status === "rejected") throw settings.reason;
  // Fields that YCloud passes on without documenting them are read too.
  const facts: AccountFacts = { ...limits, ...readCallingFacts(settings.value.calling) };
  if (templates.status === "rejected") return { phoneId, facts, problem: templates.reason };
  if (templates.value) facts.templates = templates.value;
  return { phoneId, facts };
}

async function findNumber({ phoneNumbers }: AccountClient, phone: string): Promise<PhoneNumber> {
  const { items } = await readPages(phoneNumbers.list);
  const found =
    items.find(({ phoneNumber }) => phoneNumber === phone) ??
    items.find(({ phoneNumber }) => arePhoneAliases(phoneNumber, phone));
  if (found) return found;
  throw new YCloudError("provider_not_found", "rejected");
}

function limitsOf(number: PhoneNumber): AccountFacts {
  // The limit of the whole portfolio decides about calls.
  const limit = number.whatsappBusinessManagerMessagingLimit ?? number.messagingLimit;
  return {
    ...(limit === undefined ? {} : { messaging_limit: limit.toUpperCase() }),
    ...(number.qualityRating === undefined
      ? {}
      : { quality_rating: number.qualityRating.toUpperCase() }),
    ...(number.wabaId === undefined ? {} : { account_id: number.wabaId }),
  };
}

/** Lists the templates that ask for the permission. Returns undefined if the account has too many templates to know all. */
async function listPermissionTemplates({ templates }: AccountClient, wabaId: string) {
  const { items, isComplete } = await readPages((page) => templates.list({ wabaId, ...page }));
  const asking = items.filter(asksCallPermission).map((template: Template) => ({
    name: template.name,
    language: template.language ?? "",
    status: (template.status ?? "UNKNOWN").toUpperCase(),
  }));
  return isComplete || asking.length > 0 ? asking : undefined;
}

async function readPages<Item>(
  list: (query: { page: number; limit: number }) => Promise<{ items: Item[] }>,
): Promise<{ items: Item[]; isComplete: boolean }> {
  const items: Item[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const { items: more } = await list({ page, limit: pageSize });
    items.push(...more);
    if (more.length < pageSize) return { items, isComplete: true };
  }
  return { items, isComplete: false };
}

import {
  type AccountFacts,
  type AccountReading,
  arePhoneAliases,
  isCallsError,
  type PermissionTemplate,
} from "@skale-calls/core";
import { readCallingFacts } from "@skale-calls/core/internal";
import type { TemplateChoice } from "@skale-calls/core/transport";
import type { PhoneNumber } from "./api/phoneNumbers.ts";
import { asksCallPermission } from "./api/templates.ts";
import type { YCloudClient } from "./createYCloudClient.ts";
import { YCloudError } from "./ycloudError.ts";

type AccountClient = Pick<YCloudClient, "phoneNumbers" | "settings" | "templates"> &
  Partial<Pick<YCloudClient, "rateLimit">>;

const pageSize = 100;
/** The most pages that are read from the list of numbers. */
const maxPages = 10;

/** Calls share YCloud's quota, so a reading leaves them this part of it. */
const reservedShare = 0.1;

/**
 * Reads what YCloud tells about a number: the calling settings, the messaging limit, and the template that asks for the
 * permission to call. YCloud documents no restrictions, call hours or callback setting. While little of the quota is left
 * (`RateLimit-*`), nothing is requested.
 *
 * @param template the configured template; undefined if requests for the permission use none.
 * @throws YCloudError `provider_not_found` for a number that the account does not have; `rate_limited`.
 */
export async function readAccount(
  client: AccountClient,
  phone: string,
  template: TemplateChoice | undefined,
): Promise<AccountReading> {
  if (isScarce(client.rateLimit)) throw new YCloudError("rate_limited", "rejected");
  const number = await findNumber(client, phone);
  const { id: phoneId, wabaId } = number;
  const limits = limitsOf(number);
  if (wabaId === undefined) return { phoneId, facts: limits };
  const [settings, templates] = await Promise.allSettled([
    client.settings.get({ wabaId, phoneNumber: number.phoneNumber }),
    template === undefined ? [] : findPermissionTemplate(client, { ...template, wabaId }),
  ]);
  if (settings.status === "rejected") throw settings.reason;
  // Fields that YCloud passes on without documenting them are read too.
  const facts: AccountFacts = { ...limits, ...readCallingFacts(settings.value.calling) };
  if (templates.status === "rejected") return { phoneId, facts, problem: templates.reason };
  return { phoneId, facts: { ...facts, templates: templates.value } };
}

/** True while less than the reserved part of the quota is left. The headers are beta, so each field may be missing. */
function isScarce(quota: YCloudClient["rateLimit"] | undefined): boolean {
  const { limit, remaining, resetAt } = quota ?? {};
  if (limit === undefined || remaining === undefined || resetAt === undefined) return false;
  return remaining < limit * reservedShare && resetAt.getTime() > Date.now();
}

async function findNumber({ phoneNumbers }: AccountClient, phone: string): Promise<PhoneNumber> {
  const items = await readNumbers(phoneNumbers);
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

/** Returns the template with its status, or an empty list if it does not exist or does not ask for the permission. */
async function findPermissionTemplate(
  { templates }: AccountClient,
  key: TemplateChoice & { wabaId: string },
): Promise<PermissionTemplate[]> {
  const { name, language } = key;
  try {
    const template = await templates.get(key);
    if (template.components !== undefined && !asksCallPermission(template)) return [];
    return [{ name, language, status: (template.status ?? "UNKNOWN").toUpperCase() }];
  } catch (error) {
    if (isCallsError(error) && error.code === "provider_not_found") return [];
    throw error;
  }
}

async function readNumbers({ list }: AccountClient["phoneNumbers"]): Promise<PhoneNumber[]> {
  const items: PhoneNumber[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const { items: more } = await list({ page, limit: pageSize });
    items.push(...more);
    if (more.length < pageSize) break;
  }
  return items;
}

import type { AccountFacts, AccountReading, PermissionTemplate } from "@skale-calls/core";
import { readCallingFacts, withoutUndefined } from "@skale-calls/core/internal";
import type { TemplateChoice } from "@skale-calls/core/transport";
import type { CallingSettings } from "./api/settings.ts";
import { asksCallPermission } from "./api/templates.ts";
import type { MetaClient } from "./createMetaClient.ts";
import type { Numbers } from "./createNumbers.ts";

/**
 * Reads what Meta tells about a number: the calling settings with hours and restrictions, the messaging limit, and the
 * template that asks for the permission to call. The limit and the template are parts that can fail alone.
 *
 * @param template the configured template; undefined if requests for the permission use none.
 */
export async function readAccount(
  {
    settings,
    phoneNumbers,
    templates,
  }: Pick<MetaClient, "settings" | "phoneNumbers" | "templates">,
  numbers: Numbers,
  phone: string,
  template: TemplateChoice | undefined,
): Promise<AccountReading> {
  const phoneId = await numbers.findId(phone);
  const wabaId = numbers.accountOf(phoneId);
  const [calling, number, found] = await Promise.allSettled([
    settings.get(phoneId),
    phoneNumbers.get(phoneId),
    findTemplate(templates, wabaId, template),
  ]);
  if (calling.status === "rejected") throw calling.reason;
  const facts: AccountFacts = withoutUndefined({
    account_id: wabaId,
    ...absentFacts(calling.value),
    ...readCallingFacts(calling.value),
    ...(number.status === "fulfilled"
      ? {
          messaging_limit: number.value.messagingLimit?.toUpperCase(),
          quality_rating: number.value.qualityRating?.toUpperCase(),
        }
      : {}),
    templates: found.status === "fulfilled" ? found.value : undefined,
  });
  const failed = [number, found].find((part) => part.status === "rejected");
  return failed ? { phoneId, facts, problem: failed.reason } : { phoneId, facts };
}

/**
 * Meta omits hours and restrictions that do not exist (inferred), and sends no event when it lifts a restriction. An answer
 * without any calling settings says nothing about them.
 */
function absentFacts({ call_hours, restrictions, ...others }: CallingSettings): AccountFacts {
  if (Object.keys(withoutUndefined(others)).length === 0) return {};
  return {
    ...(call_hours === undefined ? { call_hours: null } : {}),
    ...(restrictions === undefined ? { restrictions: [] } : {}),
  };
}

/** Returns the template with its status; an empty list without it; undefined if its account is not known. */
async function findTemplate(
  { list }: MetaClient["templates"],
  wabaId: string | undefined,
  template: TemplateChoice | undefined,
): Promise<PermissionTemplate[] | undefined> {
  if (template === undefined) return [];
  if (wabaId === undefined) return undefined;
  const { name, language } = template;
  const found = await list({ wabaId, name });
  return found
    .filter((one) => one.name === name && one.language === language)
    .filter((one) => one.components === undefined || asksCallPermission(one))
    .map(({ status }) => ({ name, language, status: (status ?? "UNKNOWN").toUpperCase() }));
}

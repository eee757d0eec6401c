import type { Inbox } from "../ports/callStore.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";

/** The provider's id of the call's business number: the webhook's, else the inbox's, else looked up. */
export async function resolvePhoneId(
  { provider, from }: Pick<CallDeps, "provider" | "from">,
  call: Call,
  inbox: Inbox | null,
): Promise<string> {
  const known = call.provider_phone_id ?? inbox?.providerPhoneId;
  if (known) return known;
  if (call.business_phone) return provider.resolvePhoneId(call.business_phone);
  if (from) return isPhone(from) ? provider.resolvePhoneId(from) : from;
  throw new CallsError("business_number_missing");
}

/** The installation's own number in E.164. It may be configured as the provider's id, as in the guide's sample. */
export async function resolveDefaultPhone({ provider, from }: CallDeps): Promise<string> {
  if (!from) throw new CallsError("business_number_missing");
  return isPhone(from) ? from : provider.resolvePhone(from);
}

/** True for a number with its `+`. Without the `+`, a number looks like a provider's id of a number. */
export const isPhone = (from: string) => from.startsWith("+");

import type { CallProvider, ProviderCall } from "../ports/callProvider.ts";
import type { Inbox } from "../ports/callStore.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { type ProviderDeps, providerOfCall } from "./chooseProvider.ts";

/**
 * Returns the call's provider, and the provider's id of the call's business number: the id from the webhook, or from the
 * inbox if the webhook has none and the inbox still uses this provider. If both have none, the provider looks the number
 * up.
 */
export async function resolveTarget(
  deps: ProviderDeps & Pick<CallDeps, "from">,
  call: Call,
  inbox: Inbox | null,
): Promise<{ provider: CallProvider; target: ProviderCall }> {
  const provider = providerOfCall(deps, call, inbox);
  const phoneId = await resolvePhoneId(deps, provider, call, inbox);
  return { provider, target: { phoneId, callId: call.call_id } };
}

async function resolvePhoneId(
  deps: ProviderDeps & Pick<CallDeps, "from">,
  provider: CallProvider,
  call: Call,
  inbox: Inbox | null,
): Promise<string> {
  const { from } = deps;
  const isOfInbox = (inbox?.provider ?? deps.provider.name) === provider.name;
  const known = call.provider_phone_id ?? (isOfInbox ? inbox?.providerPhoneId : null);
  if (known) return known;
  if (call.business_phone) return provider.resolvePhoneId(call.business_phone);
  if (from) return isPhone(from) ? provider.resolvePhoneId(from) : from;
  throw new CallsError("business_number_missing");
}

/**
 * Returns the installation's own number in E.164. The configuration may contain the provider's id of the number, as in
 * the guide's sample.
 */
export async function resolveDefaultPhone({ provider, from }: CallDeps): Promise<string> {
  if (!from) throw new CallsError("business_number_missing");
  return isPhone(from) ? from : provider.resolvePhone(from);
}

/**
 * Asks the store with the number to use if the inbox has no number. A phone number in `from` needs no request to the
 * provider. An id of a number is looked up only if the inbox has no number.
 */
export async function withDefaultPhone<Result extends { outcome: string }>(
  deps: CallDeps,
  ask: (known: { defaultBusinessPhone?: string }) => Promise<Result>,
): Promise<Result> {
  const { from } = deps;
  if (from === undefined) return ask({});
  const result = await ask(
    isPhone(from) ? { defaultBusinessPhone: await resolveDefaultPhone(deps) } : {},
  );
  return result.outcome === "business_number_missing" && !isPhone(from)
    ? ask({ defaultBusinessPhone: await resolveDefaultPhone(deps) })
    : result;
}

/** True for a number that is written with `+`. A text without `+` is a provider's id of a number. */
export const isPhone = (from: string) => from.startsWith("+");

import type { CallProvider } from "../ports/callProvider.ts";
import type { Inbox } from "../ports/callStore.ts";
import { unnamedProvider } from "../vocabulary/callEvent.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";

/** The providers of a deployment. `Provider` is the part of `CallProvider` that a use case needs. */
export interface ProviderDeps<Provider extends Named = CallProvider> {
  /** Serves the inboxes that name no provider. */
  provider: Provider;
  /** Further providers. An inbox names its own (`Inbox.provider`), and each call stays at the provider where it began. */
  providers?: readonly Provider[] | undefined;
}

type Named = Pick<CallProvider, "name">;

/** @throws CallsError `misconfigured` if two providers have the same name, because calls and inboxes name them. */
export function checkProviders(deps: ProviderDeps): void {
  const all = new Set([deps.provider, ...(deps.providers ?? [])]);
  const names = new Set([...all].map(({ name }) => name));
  if (names.size < all.size) {
    throw new CallsError("misconfigured", {
      message: `Two providers have the same name: ${[...all].map(({ name }) => name).join(", ")}. Give each its own.`,
    });
  }
}

export const allProviders = <P extends Named>({
  provider,
  providers = [],
}: ProviderDeps<P>): P[] => [provider, ...providers.filter(({ name }) => name !== provider.name)];

/**
 * Returns the provider that serves a new call of an inbox.
 *
 * @throws CallsError `provider_not_configured` if the inbox names a provider that the deployment does not have.
 */
export function providerOfInbox<P extends Named>(
  deps: ProviderDeps<P>,
  inbox: Pick<Inbox, "provider"> | null,
): P {
  return namedProvider(deps, inbox?.provider ?? deps.provider.name);
}

/** Returns the provider with this name, or undefined if the deployment does not have it. */
export const findProvider = <P extends Named>(deps: ProviderDeps<P>, name: string): P | undefined =>
  allProviders(deps).find((provider) => provider.name === name);

/**
 * Returns the provider with this name.
 *
 * @throws CallsError `provider_not_configured`.
 */
export function namedProvider<P extends Named>(deps: ProviderDeps<P>, name: string): P {
  const provider = findProvider(deps, name);
  if (provider) return provider;
  throw notConfigured(name);
}

export const notConfigured = (name: string): CallsError =>
  new CallsError("provider_not_configured", { details: { provider: name.slice(0, 64) } });

/**
 * Returns the provider that has a call: the one that told of the call or dialled it, even if the inbox has changed its
 * provider since. A call of which only flat payloads told is at the inbox's provider.
 *
 * @throws CallsError `provider_not_configured`, because another provider would not know the call.
 */
export function providerOfCall<P extends Named>(
  deps: ProviderDeps<P>,
  call: Pick<Call, "provider">,
  inbox: Pick<Inbox, "provider"> | null,
): P {
  return namesProvider(call) ? namedProvider(deps, call.provider) : providerOfInbox(deps, inbox);
}

/** True if the name of the call's origin is that of a provider. */
export const namesProvider = <C extends Pick<Call, "provider">>(
  call: C,
): call is C & { provider: string } => call.provider !== null && call.provider !== unnamedProvider;

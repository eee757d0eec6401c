import type { CallProvider } from "../ports/callProvider.ts";
import type { Inbox } from "../ports/callStore.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError } from "../vocabulary/callsError.ts";

/** The providers of a deployment. */
export interface ProviderDeps {
  /** Serves the inboxes that name no provider. */
  provider: CallProvider;
  /** Further providers. An inbox names its own (`Inbox.provider`), and each call stays at the provider where it began. */
  providers?: readonly CallProvider[] | undefined;
}

export const allProviders = ({ provider, providers = [] }: ProviderDeps): CallProvider[] => [
  provider,
  ...providers.filter(({ name }) => name !== provider.name),
];

/**
 * Returns the provider that serves a new call of an inbox.
 *
 * @throws CallsError `provider_not_configured` if the inbox names a provider that the deployment does not have.
 */
export function providerOfInbox(
  deps: ProviderDeps,
  inbox: Pick<Inbox, "provider"> | null,
): CallProvider {
  return inbox?.provider == null ? deps.provider : namedProvider(deps, inbox.provider);
}

/**
 * Returns the provider with this name.
 *
 * @throws CallsError `provider_not_configured`.
 */
export function namedProvider(deps: ProviderDeps, name: string): CallProvider {
  const provider = findProvider(deps, name);
  if (provider) return provider;
  throw notConfigured(name);
}

export const notConfigured = (name: string): CallsError =>
  new CallsError("provider_not_configured", { details: { provider: name.slice(0, 64) } });

/**
 * Returns the provider that has a call: the one that told of the call or dialled it, even if the inbox has changed its
 * provider since. The name of a call is not always that of a provider: a workflow may forward flat payloads. Such a call
 * is at the inbox's provider.
 */
export function providerOfCall(
  deps: ProviderDeps,
  call: Pick<Call, "provider">,
  inbox: Pick<Inbox, "provider"> | null,
): CallProvider {
  return findProvider(deps, call.provider) ?? findProvider(deps, inbox?.provider) ?? deps.provider;
}

/** False for the name of a source that is no provider, such as `flat`. */
export const isConfigured = (deps: ProviderDeps, name: string | null): boolean =>
  findProvider(deps, name) !== undefined;

const findProvider = (deps: ProviderDeps, name: string | null | undefined) =>
  allProviders(deps).find((provider) => provider.name === name);

import { signWebhook } from "@skale-calls/core/testing";
import type { BusinessNumber } from "../calls/calls.ts";
import type { DeliveryTarget } from "../delivery/deliveries.ts";
import type { MetaField } from "./events/metaValue.ts";
import { metaDelivery } from "./metaDelivery.ts";

interface SubscriptionsOptions {
  appId: string;
  appSecret: string;
  /** The account that the app is subscribed to at the start. */
  wabaId: string;
}

/** The app's callback, and the fields of the object `whatsapp_business_account` that it receives. */
export interface AppSubscription {
  callbackUrl: string;
  fields: readonly string[];
}

/**
 * Keeps where Meta sends its webhooks: the app's callback, the accounts that the app is subscribed to, and the addresses that
 * replace the callback for an account or a number.
 */
export function createSubscriptions({ appId, appSecret, wabaId }: SubscriptionsOptions) {
  let app: AppSubscription | undefined;
  const accounts = new Map<string, string | undefined>([[wabaId, undefined]]);
  const numbers = new Map<string, string>();

  function targetAt(url: string): DeliveryTarget {
    return {
      endpointId: appId,
      url,
      rules: metaDelivery,
      authenticate: (rawBody) => ({
        ...signWebhook({ scheme: "meta", rawBody, secret: appSecret }),
      }),
    };
  }

  return {
    app: () => app,
    setApp(subscription: AppSubscription | undefined): void {
      app = subscription;
    },
    /** Returns whether the app is subscribed to the account, and the address that replaces its callback. */
    account: (id: string): { overrideUrl: string | undefined } | undefined =>
      accounts.has(id) ? { overrideUrl: accounts.get(id) } : undefined,
    subscribe: (id: string, overrideUrl?: string) => void accounts.set(id, overrideUrl),
    unsubscribe: (id: string) => void accounts.delete(id),
    numberUrl: (id: string): string | undefined => numbers.get(id),
    setNumberUrl: (id: string, url: string) => void numbers.set(id, url),
    /** Returns where a field of a number's account is sent; undefined if nobody has subscribed to it. */
    targetOf(
      { id, wabaId: account }: Pick<BusinessNumber, "id" | "wabaId">,
      field: MetaField,
    ): DeliveryTarget | undefined {
      if (!app?.fields.includes(field) || !accounts.has(account)) return undefined;
      return targetAt(numbers.get(id) ?? accounts.get(account) ?? app.callbackUrl);
    },
  };
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;

import { signWebhook } from "@skale-calls/core/testing";
import type { DeliveryTarget } from "../delivery/deliveries.ts";
import { createEndpointId, createSecret } from "../lib/createIds.ts";
import { ycloudDelivery } from "./ycloudDelivery.ts";

export type EndpointStatus = "active" | "disabled" | "pending";

export interface WebhookEndpoint {
  id: string;
  url: string;
  enabledEvents: string[];
  description: string;
  status: EndpointStatus;
  /** The secret, including `whsec_`. The whole text is the key that signs the deliveries. */
  secret: string;
  createTime: string;
  updateTime: string;
}

export type EndpointInput = Pick<WebhookEndpoint, "url" | "enabledEvents"> &
  Partial<Pick<WebhookEndpoint, "description" | "status" | "secret">>;

/** The highest number of endpoints that YCloud allows per account. */
export const maxEndpoints = 20;

/** Creates the store of the registered webhook endpoints. */
export function createWebhookEndpoints(now: () => number) {
  const endpoints = new Map<string, WebhookEndpoint>();
  const timestamp = () => new Date(now()).toISOString();

  return {
    create(input: EndpointInput): WebhookEndpoint {
      const createTime = timestamp();
      const endpoint: WebhookEndpoint = {
        id: createEndpointId(),
        description: "",
        status: "active",
        secret: createSecret(),
        ...input,
        createTime,
        updateTime: createTime,
      };
      endpoints.set(endpoint.id, endpoint);
      return endpoint;
    },
    update(endpoint: WebhookEndpoint, changes: Partial<EndpointInput>): WebhookEndpoint {
      return Object.assign(endpoint, changes, { updateTime: timestamp() });
    },
    rotateSecret(endpoint: WebhookEndpoint): WebhookEndpoint {
      return Object.assign(endpoint, { secret: createSecret(), updateTime: timestamp() });
    },
    get: (id: string) => endpoints.get(id),
    list: () => [...endpoints.values()],
    remove: (id: string) => endpoints.delete(id),
    /** Returns the targets of events of this type. */
    targetsOf: (type: string): DeliveryTarget[] =>
      [...endpoints.values()]
        .filter(({ status, enabledEvents }) => status === "active" && enabledEvents.includes(type))
        .map(targetOf),
  };
}

/** Reads the secret at each attempt, so that a retry after a rotation is signed with the new secret. */
function targetOf(endpoint: WebhookEndpoint): DeliveryTarget {
  return {
    endpointId: endpoint.id,
    url: endpoint.url,
    rules: ycloudDelivery,
    authenticate: (rawBody, timestamp) => ({
      ...signWebhook({ scheme: "ycloud", rawBody, secret: endpoint.secret, timestamp }),
      "X-Webhook-Endpoint-ID": endpoint.id,
    }),
  };
}

/** Creates the target of click-to-call's flat events. A header contains the token, and there is no signature. */
export function flatTarget(url: string, token: string | undefined): DeliveryTarget {
  return {
    endpointId: null,
    url,
    rules: ycloudDelivery,
    authenticate: (rawBody) =>
      token === undefined ? {} : { ...signWebhook({ scheme: "token", rawBody, secret: token }) },
  };
}

import { type CallsApi, createCallsApi } from "./api/calls.ts";
import { createMessagesApi, type MessagesApi } from "./api/messages.ts";
import { createPhoneNumbersApi, type PhoneNumbersApi } from "./api/phoneNumbers.ts";
import { createSettingsApi, type SettingsApi } from "./api/settings.ts";
import { createTemplatesApi, type TemplatesApi } from "./api/templates.ts";
import { createWebhookEndpointsApi, type WebhookEndpointsApi } from "./api/webhookEndpoints.ts";
import { readYCloudOptions, type YCloudClientOptions } from "./clientOptions.ts";
import { createYCloudTransport } from "./createYCloudTransport.ts";
import type { RateLimit } from "./readRateLimit.ts";

/** The parts of YCloud's REST API that calls need. */
export interface YCloudClient {
  readonly calls: CallsApi;
  readonly phoneNumbers: PhoneNumbersApi;
  /** Calling and capture settings of a number. */
  readonly settings: SettingsApi;
  readonly webhookEndpoints: WebhookEndpointsApi;
  readonly messages: MessagesApi;
  readonly templates: TemplatesApi;
  /**
   * The quota that YCloud's last response described; null before the first such response. YCloud has several quotas: that
   * of messages belongs to a number, that of most other requests to the account. The client itself never slows down,
   * because a wait would delay a call: slow down your own loops when `remaining` is low.
   */
  readonly rateLimit: RateLimit | null;
}

/**
 * Creates a client of YCloud's REST API. Use it only on a server: the key belongs to the whole account.
 *
 * Only GETs are retried (`retry`): YCloud has no idempotency key, so a repeated POST may start a second call. Responses
 * may contain fields and values that are not in their types.
 *
 * @throws {CallsError} `misconfigured` when an option is not valid.
 * @example
 * const client = createYCloudClient({ apiKey: process.env.YCLOUD_API_KEY ?? "" });
 * const { wacid } = await client.calls.connect({ from: "+525512345678", to: "+525587654321", sdp });
 */
export function createYCloudClient(options: YCloudClientOptions): YCloudClient {
  const transport = createYCloudTransport(readYCloudOptions(options));
  return {
    calls: createCallsApi(transport),
    phoneNumbers: createPhoneNumbersApi(transport),
    settings: createSettingsApi(transport),
    webhookEndpoints: createWebhookEndpointsApi(transport),
    messages: createMessagesApi(transport),
    templates: createTemplatesApi(transport),
    get rateLimit() {
      return transport.quota;
    },
  };
}

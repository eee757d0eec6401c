import { parseItems } from "../events/parseItems.ts";
import { parseJson } from "../events/parseJson.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { parseYcloud } from "./parseYcloud.ts";
import { verifyYcloudSignature, ycloudSignatureHeader } from "./verifyYcloudSignature.ts";

export interface YcloudWebhooksOptions {
  /** The endpoint's secrets (`whsec_...`); several while one replaces another. */
  secrets: readonly string[];
  /** Seconds by which a signature's time may differ, in either direction. Default 300. */
  toleranceSeconds?: number;
}

/**
 * YCloud's webhooks: JSON, signed in `YCloud-Signature`.
 *
 * @example
 * createWebhookHandler({ store, sources: [ycloudWebhooks({ secrets: ["whsec_..."] })] });
 */
export function ycloudWebhooks({
  secrets,
  toleranceSeconds,
}: YcloudWebhooksOptions): WebhookSource {
  return {
    name: "ycloud",
    givesEventIds: true,
    recognises: ({ headers }) => headers.has(ycloudSignatureHeader),
    verify: ({ rawBody, headers, receivedAt }) =>
      verifyYcloudSignature({ rawBody, headers, secrets, toleranceSeconds, now: receivedAt }),
    parse: ({ rawBody, receivedAt }) =>
      parseItems(parseJson(rawBody), "ycloud", receivedAt, parseYcloud),
  };
}

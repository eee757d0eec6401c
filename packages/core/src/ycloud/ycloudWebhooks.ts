import { parseItems } from "../events/parseItems.ts";
import { parseJson } from "../events/parseJson.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { parseYcloud } from "./parseYcloud.ts";
import { verifyYcloudSignature, ycloudSignatureHeader } from "./verifyYcloudSignature.ts";

export interface YcloudWebhooksOptions {
  /** The endpoint's secrets (`whsec_...`): more than one while a new secret replaces an old one. */
  secrets: readonly string[];
  /** The seconds by which the time in a signature may be before or after our clock. Default: 300. */
  toleranceSeconds?: number;
}

/**
 * Creates the source for YCloud's webhooks: JSON, signed in `YCloud-Signature`.
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
    reread: (payload, receivedAt) => parseItems(payload, "ycloud", receivedAt, parseYcloud),
  };
}

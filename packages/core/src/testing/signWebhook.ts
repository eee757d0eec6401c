import { flatTokenHeader } from "../flat/readFlatToken.ts";
import { metaSignatureHeader } from "../meta/verifyMetaSignature.ts";
import { hmacSha256Hex } from "../signature/hash.ts";
import type { WebhookScheme } from "../verifyWebhook.ts";
import { ycloudSignatureHeader } from "../ycloud/verifyYcloudSignature.ts";

const signatureHeaders: Readonly<Record<WebhookScheme, string>> = {
  ycloud: ycloudSignatureHeader,
  meta: metaSignatureHeader,
  token: flatTokenHeader,
};

export interface SignWebhookOptions {
  scheme: WebhookScheme;
  /** The body exactly as it will be sent. */
  rawBody: Uint8Array | string;
  /** The endpoint's secret, Meta's app secret, or the token. */
  secret: string;
  /** The time in YCloud's signature; the other schemes sign no time. Default: now. */
  timestamp?: Date;
}

/**
 * Creates the headers that `verifyWebhook` accepts, to send webhooks from tests and simulators.
 *
 * @example
 * const rawBody = JSON.stringify(ycloudFixtures.offer);
 * const headers = signWebhook({ scheme: "ycloud", rawBody, secret: "whsec_test" });
 * await fetch(url, { method: "POST", headers, body: rawBody });
 */
export function signWebhook(options: SignWebhookOptions): Record<string, string> {
  const { scheme, rawBody, secret, timestamp = new Date() } = options;
  return { [signatureHeaders[scheme]]: headerValue() };

  function headerValue(): string {
    if (scheme === "token") return secret;
    if (scheme === "meta") return `sha256=${hmacSha256Hex(secret, rawBody)}`;
    const time = String(Math.floor(timestamp.getTime() / 1000));
    return `t=${time},s=${hmacSha256Hex(secret, `${time}.`, rawBody)}`;
  }
}

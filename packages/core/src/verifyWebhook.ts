import { readFlatToken } from "./flat/readFlatToken.ts";
import { verifyMetaSignature } from "./meta/verifyMetaSignature.ts";
import { configuredSecrets, verifyToken } from "./signature/verifyMac.ts";
import { verifyYcloudSignature } from "./ycloud/verifyYcloudSignature.ts";

/** How a webhook proves where it comes from. */
export const webhookSchemes = ["ycloud", "meta", "token"] as const;
export type WebhookScheme = (typeof webhookSchemes)[number];

export interface VerifyWebhookOptions {
  scheme: WebhookScheme;
  /** The body exactly as it arrived; never parsed and serialised again. */
  rawBody: Uint8Array | string;
  headers: Headers;
  /** The request's address; the scheme `token` looks for `?token=` in it. */
  url?: string;
  /** Any of them may match, so that a secret can be rotated. Empty ones are ignored. */
  secrets: readonly string[];
  /** Seconds by which a YCloud signature's time may differ, in either direction. Default 300; 0 is possible. */
  toleranceSeconds?: number;
  /** When the webhook was received, to verify a queued one later. Default: now. */
  now?: Date;
}

const verifiers: Record<WebhookScheme, (options: VerifyWebhookOptions) => void> = {
  ycloud: verifyYcloudSignature,
  meta: verifyMetaSignature,
  token: ({ headers, url, secrets }) =>
    verifyToken(configuredSecrets(secrets), readFlatToken(headers, url)),
};

/**
 * Resolves if a webhook is authentic by one of the schemes: `ycloud` (`YCloud-Signature`), `meta`
 * (`X-Hub-Signature-256`), `token` (a shared token in `X-Webhook-Token` or `?token=`).
 *
 * @throws {SignatureError} `webhook_not_configured` (no secret), `signature_missing`, `signature_malformed`,
 * `signature_mismatch`, `timestamp_stale`, `timestamp_future`, `token_missing`, `token_mismatch`.
 * @example
 * const rawBody = new Uint8Array(await request.arrayBuffer());
 * await verifyWebhook({ scheme: "ycloud", rawBody, headers: request.headers, secrets: [secret] });
 * const events = parseWebhook(JSON.parse(new TextDecoder().decode(rawBody)));
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<void> {
  verifiers[options.scheme](options);
}

import { readFlatToken } from "./flat/readFlatToken.ts";
import { verifyMetaSignature } from "./meta/verifyMetaSignature.ts";
import { configuredSecrets, verifyToken } from "./signature/verifyMac.ts";
import { verifyYcloudSignature } from "./ycloud/verifyYcloudSignature.ts";

/** The ways in which a webhook proves its sender. */
export const webhookSchemes = ["ycloud", "meta", "token"] as const;
export type WebhookScheme = (typeof webhookSchemes)[number];

export interface VerifyWebhookOptions {
  scheme: WebhookScheme;
  /** The body exactly as it arrived; never parsed and serialised again. */
  rawBody: Uint8Array | string;
  headers: Headers;
  /** The request's address; the scheme `token` looks for `?token=` in it. */
  url?: string;
  /** Any of the secrets may match, so a secret can be rotated. Empty secrets are ignored. */
  secrets: readonly string[];
  /** The seconds by which the time in a YCloud signature may be before or after `now`. Default: 300; 0 is allowed. */
  toleranceSeconds?: number;
  /** The time at which the webhook was received, to verify a queued webhook later. Default: now. */
  now?: Date;
}

const verifiers: Record<WebhookScheme, (options: VerifyWebhookOptions) => void> = {
  ycloud: verifyYcloudSignature,
  meta: verifyMetaSignature,
  token: ({ headers, url, secrets }) =>
    verifyToken(configuredSecrets(secrets), readFlatToken(headers, url)),
};

/**
 * Resolves if a webhook is authentic by the chosen scheme: `ycloud` (`YCloud-Signature`), `meta`
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

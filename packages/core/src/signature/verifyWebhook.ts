import { CallsError, SignatureError } from "../vocabulary/callsError.ts";
import { hmacSha256Hex } from "./hash.ts";

/** How a webhook proves where it comes from. */
export const webhookSchemes = ["ycloud", "meta", "token"] as const;
export type WebhookScheme = (typeof webhookSchemes)[number];

/** The headers of the schemes; header names know no case. */
export const signatureHeaders = {
  ycloud: "ycloud-signature",
  meta: "x-hub-signature-256",
  token: "x-webhook-token",
} as const satisfies Record<WebhookScheme, string>;

export interface VerifyWebhookOptions {
  scheme: WebhookScheme;
  /** The body exactly as it arrived; never parsed and serialised again. */
  rawBody: Uint8Array | string;
  headers: Headers;
  /** Of the request; scheme `token` looks for `?token=` in it. */
  url?: string;
  /** Any of them may match, so that a secret can be rotated. Empty ones are none. */
  secrets: readonly string[];
  /** How many seconds a YCloud signature's time may be off, either way. 300 by default, 0 is possible. */
  toleranceSeconds?: number;
  /** When the webhook was received: lets a queued one be verified later. */
  now?: Date;
}

/**
 * Resolves when a webhook is authentic.
 *
 * - `ycloud`: `YCloud-Signature: t=<unix seconds>,s=<64 lower-case hex>`, HMAC-SHA256 of `t`, a dot and
 *   the raw bytes (docs.ycloud.com, webhook guide; the full stop behind the body there is punctuation).
 * - `meta`: `X-Hub-Signature-256: sha256=<hex>`, HMAC-SHA256 of the raw bytes with the app secret. Meta
 *   signs no time.
 * - `token`: the guide's shared token (section 2.2), in `X-Webhook-Token` or `?token=`.
 *
 * The form is checked first, then whether it is authentic, then the time: of a wrong signature nobody
 * learns what the clock says, so wrong and stale is `signature_mismatch`.
 *
 * @throws {SignatureError} `webhook_not_configured` (no secret), `signature_missing`, `signature_malformed`,
 * `signature_mismatch`, `timestamp_stale`, `timestamp_future`, `token_missing`, `token_mismatch`.
 * @example
 * const rawBody = new Uint8Array(await request.arrayBuffer());
 * await verifyWebhook({ scheme: "ycloud", rawBody, headers: request.headers, secrets: [secret] });
 * const events = parseWebhook(JSON.parse(new TextDecoder().decode(rawBody)));
 */
export async function verifyWebhook(options: VerifyWebhookOptions): Promise<void> {
  const secrets = options.secrets.filter((secret) => secret !== "");
  if (secrets.length === 0) throw new SignatureError("webhook_not_configured");
  verifiers[options.scheme](options, secrets);
}

type Verifier = (options: VerifyWebhookOptions, secrets: readonly string[]) => void;

const verifiers: Record<WebhookScheme, Verifier> = {
  ycloud({ rawBody, headers, toleranceSeconds = 300, now }, secrets) {
    const header = readHeader(headers, "ycloud", /^t=\d{1,12},s=[0-9a-f]+$/);
    const time = header.slice("t=".length, header.indexOf(","));
    // One text is hashed faster than two; bytes are not copied.
    const signed = typeof rawBody === "string" ? [`${time}.${rawBody}`] : [`${time}.`, rawBody];
    verifyMac(secrets, header, ...signed);
    verifyTime(Number(time), toleranceSeconds, now?.getTime() ?? Date.now());
  },
  meta({ rawBody, headers }, secrets) {
    const header = readHeader(headers, "meta", /^sha256=[0-9a-f]+$/);
    verifyMac(secrets, header, rawBody);
  },
  token({ headers, url }, secrets) {
    const token = headers.get(signatureHeaders.token) || tokenOfUrl(url);
    if (!token) throw new SignatureError("token_missing");
    // Digests are of one length, so the time of the comparison tells nothing of the token's.
    const digest = hmacSha256Hex("token", token);
    let matches = 0;
    for (const secret of secrets) matches |= endsWith(digest, hmacSha256Hex("token", secret));
    if (!matches) throw new SignatureError("token_mismatch");
  },
};

const macLength = 64;

/** The scheme's header, when it has the form. Its MAC is measured: counting in the form takes twice as long. */
function readHeader(headers: Headers, scheme: WebhookScheme, form: RegExp): string {
  const name = signatureHeaders[scheme];
  const header = headers.get(name);
  if (!header) throw new SignatureError("signature_missing");
  const hasMac = header.length === header.lastIndexOf("=") + 1 + macLength;
  if (hasMac && form.test(header)) return header;
  throw new SignatureError(
    "signature_malformed",
    scheme === "meta"
      ? { message: `The ${name} header is malformed. Meta's is sha256=<64 lower-case hex digits>.` }
      : {},
  );
}

/** Tries every secret on what the header ends with, and takes the same time whether and where one matches. */
function verifyMac(
  secrets: readonly string[],
  header: string,
  ...parts: readonly (string | Uint8Array)[]
): void {
  let matches = 0;
  for (const secret of secrets) matches |= endsWith(header, hmacSha256Hex(secret, ...parts));
  if (!matches) throw new SignatureError("signature_mismatch");
}

/** `now` in milliseconds. */
function verifyTime(seconds: number, toleranceSeconds: number, now: number): void {
  const ageSeconds = Math.floor(now / 1000) - seconds;
  if (!(toleranceSeconds >= 0) || Number.isNaN(ageSeconds)) {
    throw new CallsError("misconfigured", {
      message: "verifyWebhook needs a toleranceSeconds of 0 or more and a valid now.",
    });
  }
  if (ageSeconds > toleranceSeconds) throw new SignatureError("timestamp_stale");
  if (-ageSeconds > toleranceSeconds) throw new SignatureError("timestamp_future");
}

/** Looks at every character, wherever the first difference is: the time taken tells nothing. */
function endsWith(text: string, mac: string): 0 | 1 {
  const start = text.length - mac.length;
  let difference = 0;
  for (let i = 0; i < mac.length; i++) difference |= text.charCodeAt(start + i) ^ mac.charCodeAt(i);
  return difference === 0 ? 1 : 0;
}

function tokenOfUrl(url: string | undefined): string | null {
  const [, query] = /^[^#?]*\?([^#]*)/.exec(url ?? "") ?? [];
  return query === undefined ? null : new URLSearchParams(query).get("token");
}

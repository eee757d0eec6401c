import { configuredSecrets, readMacHeader, verifyMac } from "../signature/verifyMac.ts";

export const metaSignatureHeader = "x-hub-signature-256";

const form = {
  name: metaSignatureHeader,
  start: /^sha256=$/,
  example: "sha256=<64 lower-case hex digits>",
};

export interface MetaSignature {
  /** The body exactly as it arrived. */
  rawBody: Uint8Array | string;
  headers: Headers;
  /** App secrets; any of them may match. */
  secrets: readonly string[];
}

/**
 * Verifies `X-Hub-Signature-256: sha256=<hex>`, the HMAC-SHA256 of the raw bytes with the app secret (Meta's page on
 * webhooks, "Validate payloads"). The signature does not include a time.
 */
export function verifyMetaSignature({ rawBody, headers, secrets }: MetaSignature): void {
  const configured = configuredSecrets(secrets);
  const header = readMacHeader(headers, form);
  verifyMac(configured, header, form, rawBody);
}

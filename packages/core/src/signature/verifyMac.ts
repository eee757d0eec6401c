import { SignatureError } from "../vocabulary/callsError.ts";
import { hmacSha256Hex } from "./hash.ts";
import type { Hmac } from "./makeHmac.ts";

const macLength = 64;

/** Returns the secrets that are not empty. Throws `webhook_not_configured` if there are none. */
export function configuredSecrets(secrets: readonly string[]): readonly string[] {
  const configured = secrets.filter((secret) => secret !== "");
  if (configured.length === 0) throw new SignatureError("webhook_not_configured");
  return configured;
}

/**
 * Returns the value of a signature header if it has the right form. The length of the MAC is checked separately,
 * because a regular expression that counts takes twice as long.
 *
 * @param form the header's form; it must end with the MAC in lower-case hex.
 * @param example a correct header, for the message of `signature_malformed`.
 */
export function readMacHeader(
  headers: Headers,
  name: string,
  form: RegExp,
  example: string,
): string {
  const header = headers.get(name);
  if (!header) throw new SignatureError("signature_missing");
  const hasMac = header.length === header.lastIndexOf("=") + 1 + macLength;
  if (hasMac && form.test(header)) return header;
  throw new SignatureError("signature_malformed", {
    message: `The ${name} header is malformed. It should be ${example}.`,
  });
}

/** Compares the MAC in the header with the MAC of every secret, in constant time. Throws `signature_mismatch`. */
export function verifyMac(
  secrets: readonly string[],
  header: string,
  ...parts: readonly (string | Uint8Array)[]
): void {
  if (!matchesAny(hmacSha256Hex, secrets, header, [parts])) {
    throw new SignatureError("signature_mismatch");
  }
}

/**
 * True if the text ends with the MAC of one of the messages, with one of the secrets. Every secret is tried with every
 * message, and the MACs are compared in constant time.
 */
export function matchesAny(
  hmac: Hmac,
  secrets: readonly string[],
  text: string,
  messages: readonly (readonly (string | Uint8Array)[])[],
): boolean {
  let matches = 0;
  for (const secret of secrets) {
    for (const parts of messages) matches |= endsWith(text, hmac(secret, ...parts));
  }
  return matches !== 0;
}

/**
 * Throws `token_missing` or `token_mismatch` unless the token is one of the secrets. The function compares digests,
 * which all have the same length, so its time reveals nothing about the length of the token.
 */
export function verifyToken(secrets: readonly string[], token: string | null): void {
  if (!token) throw new SignatureError("token_missing");
  const digest = hmacSha256Hex("token", token);
  let matches = 0;
  for (const secret of secrets) matches |= endsWith(digest, hmacSha256Hex("token", secret));
  if (!matches) throw new SignatureError("token_mismatch");
}

/**
 * Returns 1 if the text ends with the MAC. Every character is compared, so the time does not reveal where the first
 * difference is.
 */
function endsWith(text: string, mac: string): 0 | 1 {
  const start = text.length - mac.length;
  let difference = 0;
  for (let i = 0; i < mac.length; i++) difference |= text.charCodeAt(start + i) ^ mac.charCodeAt(i);
  return difference === 0 ? 1 : 0;
}

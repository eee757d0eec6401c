import { SignatureError } from "../vocabulary/callsError.ts";
import { hmacSha256Hex } from "./hash.ts";
import type { Hmac } from "./makeHmac.ts";

const macLength = 64;

/** Returns the secrets that are not empty. Throws `webhook_not_configured` if there are none. */
export function configuredSecrets(secrets: readonly string[]): readonly string[] {
  const configured = secrets.includes("") ? secrets.filter((secret) => secret !== "") : secrets;
  if (configured.length === 0) throw new SignatureError("webhook_not_configured");
  return configured;
}

/** The form of a signature header that ends with a MAC in lower-case hex. */
interface MacHeader {
  name: string;
  /** Matches all that stands before the MAC. */
  start: RegExp;
  /** A correct header, for the message of `signature_malformed`. */
  example: string;
}

/**
 * Returns the value of a signature header. Throws `signature_missing`, or `signature_malformed` if the start or the
 * length is wrong. `verifyMac` checks the digits of the MAC.
 */
export function readMacHeader(headers: Headers, form: MacHeader): string {
  const header = headers.get(form.name);
  if (!header) throw new SignatureError("signature_missing");
  if (form.start.test(header.slice(0, -macLength))) return header;
  throw malformed(form);
}

/**
 * Compares the MAC in the header with the MAC of every secret, in constant time. Throws `signature_mismatch`, or
 * `signature_malformed` if the header's MAC is not lower-case hex. A MAC that matches is hex, so the digits are checked
 * only after a mismatch.
 */
export function verifyMac(
  secrets: readonly string[],
  header: string,
  form: MacHeader,
  ...parts: readonly (string | Uint8Array)[]
): void {
  if (matchesAny(hmacSha256Hex, secrets, header, [parts])) return;
  throw macForm.test(header) ? new SignatureError("signature_mismatch") : malformed(form);
}

const macForm = /[0-9a-f]{64}$/;

function malformed({ name, example }: MacHeader): SignatureError {
  return new SignatureError("signature_malformed", {
    message: `The ${name} header is malformed. It should be ${example}.`,
  });
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

import { SignatureError } from "../vocabulary/callsError.ts";
import { hmacSha256Hex } from "./hash.ts";

const macLength = 64;

/** Without the empty ones. Throws `webhook_not_configured` when none is left: nothing could be trusted. */
export function configuredSecrets(secrets: readonly string[]): readonly string[] {
  const configured = secrets.filter((secret) => secret !== "");
  if (configured.length === 0) throw new SignatureError("webhook_not_configured");
  return configured;
}

/**
 * A signature's header when it has the form. Its MAC is measured: counting in the form takes twice as long.
 *
 * @param form of the header; it must end with the MAC in lower-case hex.
 * @param example what the header should look like, for the sentence of `signature_malformed`.
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

/** Tries every secret on what the header ends with, and takes the same time whether and where one matches. */
export function verifyMac(
  secrets: readonly string[],
  header: string,
  ...parts: readonly (string | Uint8Array)[]
): void {
  let matches = 0;
  for (const secret of secrets) matches |= endsWith(header, hmacSha256Hex(secret, ...parts));
  if (!matches) throw new SignatureError("signature_mismatch");
}

/**
 * Throws `token_missing` or `token_mismatch` unless the token is one of the secrets. Digests are of one
 * length, so the time of the comparison tells nothing of the token's.
 */
export function verifyToken(secrets: readonly string[], token: string | null): void {
  if (!token) throw new SignatureError("token_missing");
  const digest = hmacSha256Hex("token", token);
  let matches = 0;
  for (const secret of secrets) matches |= endsWith(digest, hmacSha256Hex("token", secret));
  if (!matches) throw new SignatureError("token_mismatch");
}

/** Looks at every character, wherever the first difference is: the time taken tells nothing. */
function endsWith(text: string, mac: string): 0 | 1 {
  const start = text.length - mac.length;
  let difference = 0;
  for (let i = 0; i < mac.length; i++) difference |= text.charCodeAt(start + i) ^ mac.charCodeAt(i);
  return difference === 0 ? 1 : 0;
}

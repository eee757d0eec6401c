import { SignatureError, sha256Hex } from "@skale-calls/core";
import {
  configuredSecrets,
  hexToBase64,
  hmacSha1Hex,
  hmacSha256Hex,
  matchesAny,
} from "@skale-calls/core/internal";
import { publicUrls } from "./publicUrls.ts";
import { readBodyHash, sortParameters } from "./readTwilioBody.ts";

export const signatureHeader = "x-twilio-signature";
/** Names the key and the algorithm, if a shared key signed in place of the auth token. */
const settingsHeader = "x-twilio-webhooks-signature-settings";

export interface TwilioSignature {
  rawBody: Uint8Array;
  headers: Headers;
  url: string;
  authTokens: readonly string[];
  sharedKeys: readonly string[];
  /** The addresses as they are entered at Twilio. Empty: the address of the request is used. */
  entered: readonly string[];
}

type Hmac = typeof hmacSha1Hex;

const inBase64 =
  (hmac: Hmac): Hmac =>
  (key, ...parts) =>
    hexToBase64(hmac(key, ...parts));

/** The algorithms by their names in the header of a shared key, and the form of their MACs in Base64. */
const algorithms: Readonly<Record<string, { hmac: Hmac; form: RegExp }>> = {
  HMAC_SHA1: { hmac: inBase64(hmacSha1Hex), form: /^[A-Za-z\d+/]{27}=$/ },
  HMAC_SHA256: { hmac: inBase64(hmacSha256Hex), form: /^[A-Za-z\d+/]{43}=$/ },
};

/**
 * Verifies `X-Twilio-Signature`: the HMAC of the address and the sorted parameters of a form, in Base64. For a JSON body,
 * the address contains the body's SHA-256 as `bodySHA256`, and only the address is signed ("Secure webhooks" of Twilio's
 * documentation). The key is the auth token, with SHA-1; or a shared key, if the request says so.
 *
 * Twilio signs no time, so an old request with its signature is authentic for ever. It has no effect again: the ids of
 * events depend only on what is signed.
 *
 * @throws SignatureError `webhook_not_configured`, `signature_missing`, `signature_malformed`, `signature_mismatch`.
 */
export function verifyTwilioSignature(options: TwilioSignature): void {
  const { rawBody, headers, url, entered } = options;
  const settings = headers.get(settingsHeader);
  const secrets = configuredSecrets(settings === null ? options.authTokens : options.sharedKeys);
  const { hmac, form } = readAlgorithm(settings);
  const signature = headers.get(signatureHeader);
  if (!signature) throw new SignatureError("signature_missing");
  if (!form.test(signature)) {
    throw new SignatureError("signature_malformed", {
      message: "The X-Twilio-Signature header is malformed. It should be a MAC in Base64.",
    });
  }
  const hash = readBodyHash(url);
  if (hash !== null && hash.toLowerCase() !== sha256Hex(rawBody)) throw mismatch();
  const parameters = hash === null ? readParameters(rawBody) : "";
  const messages = publicUrls(url, entered).map((address) => [address + parameters]);
  if (!matchesAny(hmac, secrets, signature, messages)) throw mismatch();
}

function readAlgorithm(settings: string | null) {
  const name =
    settings === null ? "HMAC_SHA1" : (/\balgorithm=(\w+)/.exec(settings)?.[1] ?? "none");
  const algorithm = Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
  if (algorithm) return algorithm;
  throw new SignatureError("signature_malformed", {
    message: `The signature's algorithm is not known. These are: ${Object.keys(algorithms).join(", ")}.`,
  });
}

function readParameters(body: Uint8Array): string {
  try {
    return sortParameters(body).flat().join("");
  } catch {
    // Bytes that are no text are no form.
    throw mismatch();
  }
}

/** The address is the usual reason. The message contains none, because whoever sent the request reads it in the response. */
const mismatch = () =>
  new SignatureError("signature_mismatch", {
    message:
      "The signature does not match. The auth token is another one, or Twilio signed another address: set url to every address as it is entered at Twilio.",
  });

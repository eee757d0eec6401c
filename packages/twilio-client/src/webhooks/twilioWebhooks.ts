import type { WebhookSource } from "@skale-calls/core";
import { CallsError } from "@skale-calls/core";
import { parseTwilio, rereadTwilio } from "./parseTwilio.ts";
import { readTwilioBody } from "./readTwilioBody.ts";
import { signatureHeader, verifyTwilioSignature } from "./verifyTwilioSignature.ts";

export interface TwilioWebhooksOptions {
  /** The account's primary auth token: more than one while a new token replaces an old one. */
  authTokens: readonly string[];
  /** The secrets of shared keys, if webhook rules of the account sign with them in place of the auth token (beta at Twilio). */
  sharedKeys?: readonly string[];
  /**
   * The address as it is entered at Twilio, such as `https://<project>.supabase.co/functions/v1/whatsapp-call-webhook`; or
   * all addresses, if the voice URL (`createVoiceHandler`) or the `action` of a `<Dial>` is another one. Twilio signs the
   * address that it asks, and a request is authentic if the signature fits any of them. Without `url`, the address of the
   * request is used; behind a proxy or an edge function, that address often has another scheme, host or path.
   */
  url?: string | readonly string[];
}

/**
 * Creates the source for Twilio's webhooks: status callbacks of calls and recordings, as forms or as JSON, signed in
 * `X-Twilio-Signature`. Twilio must send them by POST, which is its default.
 *
 * @throws CallsError `misconfigured` if `url` has no address, or a malformed one.
 * @example
 * createWebhookHandler({
 *   store,
 *   sources: [twilioWebhooks({ authTokens: [authToken], url: "https://x.example/webhook" })],
 * });
 */
export function twilioWebhooks({
  authTokens,
  sharedKeys = [],
  url: configured,
}: TwilioWebhooksOptions): WebhookSource {
  const entered = [configured ?? []].flat();
  if ((configured !== undefined && entered.length === 0) || !entered.every(isAddress)) {
    throw new CallsError("misconfigured", {
      message: "The url of Twilio's webhooks must be an address such as https://x.example/webhook.",
    });
  }
  return {
    name: "twilio",
    recognises: ({ headers }) => headers.has(signatureHeader),
    verify: ({ rawBody, headers, url }) =>
      verifyTwilioSignature({ rawBody, headers, url, authTokens, sharedKeys, entered }),
    parse: ({ rawBody, url, receivedAt }) =>
      parseTwilio(readTwilioBody(rawBody, url), { url, receivedAt }),
    reread: rereadTwilio,
  };
}

const isAddress = (url: string) => /^https?:$/.test(URL.parse(url)?.protocol ?? "");

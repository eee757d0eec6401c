import type { WebhookSource } from "@skale-calls/core";
import { CallsError } from "@skale-calls/core";
import { parseTwilio } from "./parseTwilio.ts";
import { readTwilioBody } from "./readTwilioBody.ts";
import { signatureHeader, verifyTwilioSignature } from "./verifyTwilioSignature.ts";

export interface TwilioWebhooksOptions {
  /** The account's primary auth token: more than one while a new token replaces an old one. */
  authTokens: readonly string[];
  /** The secrets of shared keys, if webhook rules of the account sign with them in place of the auth token (beta at Twilio). */
  sharedKeys?: readonly string[];
  /**
   * The address as it is entered at Twilio, such as `https://<project>.supabase.co/functions/v1/whatsapp-call-webhook`.
   * Twilio signs it. Without it, the address of the request is used; behind a proxy or an edge function, that address
   * often has another scheme, host or path.
   */
  url?: string;
}

/**
 * Creates the source for Twilio's webhooks: status callbacks of calls and recordings, as forms or as JSON, signed in
 * `X-Twilio-Signature`. Twilio must send them by POST, which is its default.
 *
 * @throws CallsError `misconfigured` if `url` is no address.
 * @example
 * createWebhookHandler({
 *   store,
 *   sources: [twilioWebhooks({ authTokens: [authToken], url: "https://x.example/webhook" })],
 * });
 */
export function twilioWebhooks({
  authTokens,
  sharedKeys = [],
  url: publicUrl,
}: TwilioWebhooksOptions): WebhookSource {
  if (publicUrl !== undefined && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? "")) {
    throw new CallsError("misconfigured", {
      message: "The url of Twilio's webhooks must be an address such as https://x.example/webhook.",
    });
  }
  return {
    name: "twilio",
    recognises: ({ headers }) => headers.has(signatureHeader),
    verify: ({ rawBody, headers, url }) =>
      verifyTwilioSignature({ rawBody, headers, url, authTokens, sharedKeys, publicUrl }),
    parse: ({ rawBody, url, receivedAt }) =>
      parseTwilio(readTwilioBody(rawBody, url), { url, receivedAt }),
  };
}

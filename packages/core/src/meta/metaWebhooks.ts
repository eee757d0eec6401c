import { parseItems } from "../events/parseItems.ts";
import { parseJson } from "../events/parseJson.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { verifyToken } from "../signature/verifyMac.ts";
import { CallsError, SignatureError } from "../vocabulary/callsError.ts";
import { parseMeta } from "./parseMeta.ts";
import { metaSignatureHeader, verifyMetaSignature } from "./verifyMetaSignature.ts";

export interface MetaWebhooksOptions {
  /** The app's secrets: more than one while a new secret replaces an old one. */
  secrets: readonly string[];
  /** The "Verify token" that was entered at Meta next to the callback URL. The handshake needs it. */
  verifyToken?: string;
}

/** The longest challenge that is accepted, in characters. Meta's challenges are shorter. */
const maxChallengeLength = 1000;

/**
 * Creates the source for Meta's webhooks: JSON batches, signed in `X-Hub-Signature-256`, and the GET request with
 * `hub.challenge`, with which Meta checks the callback URL.
 *
 * @example
 * createWebhookHandler({
 *   store,
 *   sources: [metaWebhooks({ secrets: [appSecret], verifyToken: "as entered at Meta" })],
 * });
 */
export function metaWebhooks({
  secrets,
  verifyToken: expected = "",
}: MetaWebhooksOptions): WebhookSource {
  return {
    name: "meta",
    recognises: ({ method, headers, url }) =>
      method === "GET"
        ? new URL(url).searchParams.has("hub.mode")
        : headers.has(metaSignatureHeader),
    verify: ({ rawBody, headers }) => verifyMetaSignature({ rawBody, headers, secrets }),
    parse: ({ rawBody, receivedAt }) =>
      parseItems(parseJson(rawBody), "meta", receivedAt, parseMeta),
    reread: (payload, receivedAt) => parseItems(payload, "meta", receivedAt, parseMeta),
    handshake({ url }) {
      const query = new URL(url).searchParams;
      if (expected === "") {
        throw new SignatureError("webhook_not_configured", {
          message:
            "No verify token is configured here, so the address cannot be confirmed to Meta.",
        });
      }
      const token = query.get("hub.verify_token");
      if (!token) {
        throw new SignatureError("token_missing", {
          message: "The handshake has no hub.verify_token.",
        });
      }
      verifyToken([expected], token);
      const challenge = query.get("hub.challenge") ?? "";
      const isSubscription = query.get("hub.mode") === "subscribe";
      if (!isSubscription || challenge === "" || challenge.length > maxChallengeLength) {
        throw new CallsError("invalid_request", {
          message: "The handshake needs hub.mode=subscribe and a hub.challenge.",
        });
      }
      return new Response(challenge, {
        headers: { "content-type": "text/plain", "x-content-type-options": "nosniff" },
      });
    },
  };
}

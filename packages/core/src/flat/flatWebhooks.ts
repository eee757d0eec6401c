import { parseItems } from "../events/parseItems.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { configuredSecrets, verifyToken } from "../signature/verifyMac.ts";
import { parseFlat } from "./parseFlat.ts";
import { readFlatBody } from "./readFlatBody.ts";
import { readFlatToken } from "./readFlatToken.ts";

export interface FlatWebhooksOptions {
  /** The token that senders send as `X-Webhook-Token` or `?token=`. */
  token: string;
}

/**
 * The source for the guide's payloads, `{ call_id, event, ... }` (section 2.2), from senders that do not sign but send a
 * shared token. The body is JSON or a URL-encoded form. The source recognises requests with a token. It also recognises
 * requests without a token and a signature, so that the answer says that the token is missing.
 */
export function flatWebhooks({ token }: FlatWebhooksOptions): WebhookSource {
  return {
    name: "flat",
    recognises: ({ headers, url }) => readFlatToken(headers, url) !== null || !isSigned(headers),
    verify: ({ headers, url }) =>
      verifyToken(configuredSecrets([token]), readFlatToken(headers, url)),
    parse: ({ rawBody, headers, receivedAt }) => {
      const body = readFlatBody(rawBody, headers.get("content-type") ?? "");
      return parseItems(body, "flat", receivedAt, parseFlat);
    },
  };
}

function isSigned(headers: Headers): boolean {
  for (const name of headers.keys()) if (name.includes("signature")) return true;
  return false;
}

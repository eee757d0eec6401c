import { parseItems } from "../events/parseItems.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { configuredSecrets, verifyToken } from "../signature/verifyMac.ts";
import { parseFlat } from "./parseFlat.ts";
import { readFlatBody } from "./readFlatBody.ts";
import { readFlatToken } from "./readFlatToken.ts";

export interface FlatWebhooksOptions {
  /** The token that senders put in `X-Webhook-Token` or `?token=`. */
  token: string;
}

/**
 * Creates the source for the guide's payloads, `{ call_id, event, ... }` (section 2.2). Their senders do not sign; they
 * send a shared token. The body is JSON or a URL-encoded form. The source recognises every request with a token. It
 * also recognises a request that has neither a token nor a signature, so that the response says that the token is
 * missing.
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
    reread: (payload, receivedAt) => parseItems(payload, "flat", receivedAt, parseFlat),
  };
}

function isSigned(headers: Headers): boolean {
  for (const name of headers.keys()) if (name.includes("signature")) return true;
  return false;
}

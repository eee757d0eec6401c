import { parseItems } from "../events/parseItems.ts";
import { parseJson } from "../events/parseJson.ts";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { configuredSecrets, verifyToken } from "../signature/verifyMac.ts";
import { parseFlat } from "./parseFlat.ts";
import { readFlatToken } from "./readFlatToken.ts";

export interface FlatWebhooksOptions {
  /** The token that senders send as `X-Webhook-Token` or `?token=`. */
  token: string;
}

/**
 * Flat payloads, `{ call_id, event, ... }` (the guide, section 2.2), with a shared token: for senders that
 * do not sign. Recognises requests with the token, and requests without any signature, so that a request
 * without either is told that its token is missing.
 */
export function flatWebhooks({ token }: FlatWebhooksOptions): WebhookSource {
  return {
    name: "flat",
    recognises: ({ headers, url }) => readFlatToken(headers, url) !== null || !isSigned(headers),
    verify: ({ headers, url }) =>
      verifyToken(configuredSecrets([token]), readFlatToken(headers, url)),
    parse: ({ rawBody, receivedAt }) =>
      parseItems(parseJson(rawBody), "flat", receivedAt, parseFlat),
  };
}

function isSigned(headers: Headers): boolean {
  for (const name of headers.keys()) if (name.includes("signature")) return true;
  return false;
}

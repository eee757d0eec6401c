import { flatWebhooks } from "../flat/flatWebhooks.ts";
import { metaWebhooks } from "../meta/metaWebhooks.ts";
import { dialectOf } from "../parseWebhook.ts";
import type { RecordedEvent } from "../ports/callStore.ts";
import { takeWebhook, type WebhookDeps } from "../useCases/takeWebhook.ts";
import { ycloudWebhooks } from "../ycloud/ycloudWebhooks.ts";

const sources = {
  ycloud: ycloudWebhooks({ secrets: [] }),
  meta: metaWebhooks({ secrets: [] }),
  flat: flatWebhooks({ token: "" }),
};

/**
 * Stores an unsigned body like a webhook, for tests of stores. The format of the body decides the sender.
 *
 * @example
 * await takeBody({ store }, ycloudEvent("completed"));
 */
export function takeBody(deps: WebhookDeps, body: unknown): Promise<RecordedEvent[]> {
  return takeWebhook(deps, sources[dialectOf(body)], {
    rawBody: new TextEncoder().encode(JSON.stringify(body)),
    headers: new Headers(),
    url: "https://test.example/whatsapp-call-webhook",
    receivedAt: new Date(),
  });
}

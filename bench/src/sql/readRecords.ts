import { createWebhookHandler, type EventRecord, ycloudWebhooks } from "@skale-calls/core";
import { createMemoryCallStore, signWebhook } from "@skale-calls/core/testing";
import type { Delivery } from "../callHistories.ts";

const secret = "whsec_bench";

/** Reads the deliveries as the webhook handler does: what it gives to the store, in the same order. */
export async function readRecords(deliveries: readonly Delivery[]): Promise<EventRecord[]> {
  const records: EventRecord[] = [];
  const handle = createWebhookHandler({
    store: {
      ...createMemoryCallStore(),
      async recordEvents(told) {
        records.push(...told);
        return [];
      },
    },
    sources: [ycloudWebhooks({ secrets: [secret] })],
  });
  for (const { body } of deliveries) {
    const headers = signWebhook({ scheme: "ycloud", rawBody: body, secret });
    const answer = await handle(new Request("http://bench", { method: "POST", headers, body }));
    if (!answer.ok) throw new Error(`A webhook of the benchmark was answered ${answer.status}.`);
  }
  return records;
}

import { isAboutCalls } from "../events/isAboutCalls.ts";
import { parseWebhook } from "../events/parseWebhook.ts";
import { stripSdp } from "../events/stripSdp.ts";
import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore, EventRecord, RecordedEvent } from "../ports/callStore.ts";
import type { Log } from "../ports/log.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { CallEvent } from "../vocabulary/callEvent.ts";
import { CallsError, isCallsError } from "../vocabulary/callsError.ts";
import { describeError } from "./describeError.ts";
import { hangUpLate } from "./hangUpLate.ts";

export interface WebhookDeps {
  store: CallStore;
  log: Log;
  now?: () => Date;
  /** Carries out hang-ups that waited for a webhook to tell the call's id. */
  provider?: CallProvider;
}

export interface WebhookDelivery {
  /** The parsed JSON. */
  body: unknown;
  /** Exactly as it arrived. */
  rawBody: Uint8Array;
}

/**
 * Stores an authentic webhook: all its events in one statement. What the database refuses of them
 * becomes a dead letter, for a retry could not mend it.
 *
 * @throws CallsError `store_unavailable` when nothing could be stored and the sender should retry;
 * `webhook_call_id_missing` for a flat payload without a call id, which is kept all the same.
 */
export async function takeWebhook(
  deps: WebhookDeps,
  { body, rawBody }: WebhookDelivery,
): Promise<RecordedEvent[]> {
  const receivedAt = deps.now?.() ?? new Date();
  const events = parseWebhook(body, { receivedAt });
  const bodySha256 = sha256Hex(rawBody);
  const records = events.map((event) => toRecord(event, bodySha256));
  const recorded = await recordEvents(deps, records);
  await hangUpJoined(deps, recorded);
  if (events.some(lacksCallId)) throw new CallsError("webhook_call_id_missing");
  return recorded;
}

async function hangUpJoined(
  { provider, log }: WebhookDeps,
  recorded: readonly RecordedEvent[],
): Promise<void> {
  for (const { joined, call } of recorded) {
    if (!joined || call === null) continue;
    if (provider) await hangUpLate({ provider, log }, call, null);
    else log.warn("webhook: a hang-up waits, and no provider is wired", { call: call.id });
  }
}

async function recordEvents(deps: WebhookDeps, records: EventRecord[]): Promise<RecordedEvent[]> {
  try {
    return await deps.store.recordEvents(records);
  } catch (error) {
    if (!isCallsError(error) || error.code !== "store_refused") throw error;
    deps.log.error("webhook: refused by the database, kept as a dead letter", describeError(error));
    const letters = records.map(({ event, bodySha256 }) => ({
      event,
      bodySha256,
      payload: null,
      error: "refused by the database",
    }));
    return deps.store.recordEvents(letters);
  }
}

function toRecord(event: CallEvent, bodySha256: string): EventRecord {
  const { raw, ...stored } = event;
  return {
    event: stored,
    payload: isAboutCalls(event) ? stripSdp(raw) : null,
    // A composed id holds the hash of its item: a batch is another body each time, its item is not.
    bodySha256: event.provider === "ycloud" ? bodySha256 : sha256Hex(event.id),
    ...(lacksCallId(event) ? { error: "the flat payload has no call id" } : {}),
  };
}

function lacksCallId(event: CallEvent): boolean {
  return event.provider === "flat" && event.callId === undefined;
}

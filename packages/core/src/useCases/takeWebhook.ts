import { isAboutCalls } from "../events/isAboutCalls.ts";
import { stripSdp } from "../events/stripSdp.ts";
import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore, EventRecord, RecordedEvent } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import type { OnEvent, TelemetryEvent } from "../ports/telemetry.ts";
import type { WebhookDelivery, WebhookSource } from "../ports/webhookSource.ts";
import { sha256Hex } from "../signature/hash.ts";
import type { CallEvent, ProviderName } from "../vocabulary/callEvent.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import { isCallsError } from "../vocabulary/isCallsError.ts";
import type { ProviderDeps } from "./chooseProvider.ts";
import { describeError } from "./describeError.ts";
import { hangUpLate } from "./hangUpLate.ts";
import { msSince } from "./msSince.ts";

export interface WebhookDeps extends Partial<ProviderDeps> {
  store: CallStore;
  onEvent?: OnEvent | undefined;
  /** Carries out hang-ups that wait until a webhook contains the provider's id of the call. */
  provider?: CallProvider;
  /**
   * Called after a webhook that brought a recording or transcript is stored. Start `archiveMedia` here, without waiting for it.
   */
  onMedia?: () => void;
}

/**
 * Stores an authentic webhook: all its events in one statement. An event that the database refuses becomes a
 * dead letter, because a retry would not help.
 *
 * @param source the sender; its `verify` has accepted the delivery.
 * @throws CallsError `store_unavailable` if nothing could be stored and the sender should retry; `invalid_json` or
 * similar for a body in another format; the `problem` of an event, such as `webhook_call_id_missing`, after all events
 * are stored.
 */
export async function takeWebhook(
  deps: WebhookDeps,
  source: WebhookSource,
  delivery: WebhookDelivery,
): Promise<RecordedEvent[]> {
  const startedAt = performance.now();
  const events = source.parse(delivery);
  const bodySha256 = source.givesEventIds ? sha256Hex(delivery.rawBody) : undefined;
  const recorded = await recordEvents(
    deps,
    events.map((event) => toRecord(event, bodySha256)),
  );
  if (events.some((event, index) => isMedia(event) && recorded[index]?.outcome === "applied")) {
    deps.onMedia?.();
  }
  await hangUpJoined(deps, recorded);
  // Another sender uses this key, or the sender has changed its format. Only the event shows this problem.
  if (events.every(isNotUnderstood)) {
    emit(deps, {
      kind: "problem",
      level: "warn",
      problem: "webhook_not_understood",
      provider: source.name,
    });
  }
  emit(deps, describeWebhook(source, recorded, startedAt));
  const problem = events.map(problemOf).find((code) => code !== undefined);
  if (problem !== undefined) throw new CallsError(problem);
  return recorded;
}

function describeWebhook(
  { name: provider }: WebhookSource,
  recorded: readonly RecordedEvent[],
  startedAt: number,
): TelemetryEvent {
  const counts = { applied: 0, no_change: 0, conflict: 0, duplicate: 0, dead_letter: 0 };
  for (const { outcome } of recorded) counts[outcome] += 1;
  return {
    kind: "webhook",
    level: "info",
    provider,
    events: recorded.length,
    ...counts,
    ms: msSince(startedAt),
  };
}

async function hangUpJoined(
  { provider, providers, onEvent }: WebhookDeps,
  recorded: readonly RecordedEvent[],
): Promise<void> {
  for (const { joined, call } of recorded) {
    if (!joined || call === null || call.hangup_at === null) continue;
    if (provider) await hangUpLate({ provider, providers, onEvent }, call, null);
    else
      emit(
        { onEvent },
        { kind: "problem", level: "warn", problem: "hangup_without_provider", callId: call.id },
      );
  }
}

/** A store makes dead letters of the events that it refuses, or refuses the whole webhook, which then becomes dead letters. */
async function recordEvents(deps: WebhookDeps, records: EventRecord[]): Promise<RecordedEvent[]> {
  const tellDeadLetter = (provider: ProviderName | undefined, told: object = {}) =>
    emit(deps, {
      kind: "problem",
      level: "error",
      problem: "dead_letter",
      ...(provider === undefined ? {} : { provider }),
      ...told,
    });
  try {
    const recorded = await deps.store.recordEvents(records);
    const refused = records.find(
      ({ error }, index) => error === undefined && recorded[index]?.outcome === "dead_letter",
    );
    if (refused) tellDeadLetter(refused.event.provider);
    return recorded;
  } catch (error) {
    if (!isCallsError(error) || error.code !== "store_refused") throw error;
    tellDeadLetter(records[0]?.event.provider, describeError(error));
    const letters = records.map(({ event, bodySha256 }) => ({
      event,
      bodySha256,
      payload: null,
      error: "refused by the database",
    }));
    return deps.store.recordEvents(letters);
  }
}

function toRecord(event: CallEvent, bodySha256: string | undefined): EventRecord {
  const { raw, ...stored } = event;
  const problem = problemOf(event);
  return {
    event: stored,
    payload: isAboutCalls(event) ? stripSdp(raw) : null,
    // A composed id contains the hash of its item. The whole body is not hashed, because the same item may arrive in
    // different batches.
    bodySha256: bodySha256 ?? sha256Hex(event.id),
    ...(problem === undefined ? {} : { error: problem }),
  };
}

const isMedia = (event: CallEvent) =>
  (event.kind === "recording" || event.kind === "transcript") && event.assetId !== undefined;

const isNotUnderstood = (event: CallEvent) =>
  event.kind === "unknown" && event.type === undefined && event.problem === undefined;

function problemOf(event: CallEvent) {
  return event.kind === "unknown" ? event.problem : undefined;
}

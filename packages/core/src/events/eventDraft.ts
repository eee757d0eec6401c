import { sha256Hex } from "../signature/hash.ts";
import type { CallEvent, ProviderEvent, ProviderName } from "../vocabulary/callEvent.ts";
import { boundedCopy } from "./stripSdp.ts";

type Loose<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };
type DraftOf<E> = E extends ProviderEvent
  ? Loose<Omit<E, "id" | "provider" | "occurredAt" | "raw">>
  : never;

/**
 * The result of parsing one item: an event without the fields that all events have. Fields that are undefined in the draft
 * are omitted from the event.
 */
export type EventDraft = DraftOf<ProviderEvent>;

/** The most events from one body. The rest of the body becomes one unknown event; no sender documents larger batches. */
export const maxItems = 1000;

export interface EventSource {
  provider: ProviderName;
  /** What the event keeps as `raw`. Default: the item. */
  raw?: unknown;
  /** The provider's id of the event, if the provider gives one. */
  id?: string | undefined;
  occurredAt: string | undefined;
  /** The time of arrival by our clock, for items without a time. Default: now. */
  receivedAt: Date | undefined;
}

/**
 * Creates the event of a draft. The event's id is the provider's id, or an id composed from the item if the provider
 * gives none.
 */
export function finishEvent(draft: EventDraft, item: unknown, source: EventSource): CallEvent {
  const event: Record<string, unknown> = {
    id: source.id ?? composeId(draft, item),
    provider: source.provider,
    occurredAt: source.occurredAt ?? (source.receivedAt ?? new Date()).toISOString(),
    raw: source.raw ?? item,
  };
  addFields(event, draft);
  return event as unknown as CallEvent;
}

/**
 * Adds the fields of a draft that are not undefined. The frequent events name their fields, because a loop over the keys
 * takes three times as long.
 */
function addFields(event: Record<string, unknown>, draft: EventDraft): void {
  switch (draft.kind) {
    case "offer":
    case "answer":
    case "ringing":
    case "accepted":
    case "declined":
      addCallFields(event, draft);
      if ("session" in draft) event.session = draft.session;
      return;
    case "terminated":
      addCallFields(event, draft);
      if (draft.cause !== undefined) event.cause = draft.cause;
      if (draft.startedAt !== undefined) event.startedAt = draft.startedAt;
      if (draft.endedAt !== undefined) event.endedAt = draft.endedAt;
      if (draft.durationSeconds !== undefined) event.durationSeconds = draft.durationSeconds;
      if (draft.errorCode !== undefined) event.errorCode = draft.errorCode;
      return;
    default:
      addKnown(event, draft);
  }
}

/** Adds the fields that every event can have. */
function addCallFields(event: Record<string, unknown>, draft: EventDraft): void {
  event.kind = draft.kind;
  if (draft.callId !== undefined) event.callId = draft.callId;
  if (draft.direction !== undefined) event.direction = draft.direction;
  if (draft.defaultDirection !== undefined) event.defaultDirection = draft.defaultDirection;
  if (draft.contact !== undefined) event.contact = draft.contact;
  if (draft.business !== undefined) event.business = draft.business;
  if (draft.parties !== undefined) event.parties = draft.parties;
  if (draft.ctaPayload !== undefined) event.ctaPayload = draft.ctaPayload;
  if (draft.deeplinkPayload !== undefined) event.deeplinkPayload = draft.deeplinkPayload;
}

/**
 * Returns `callId:kind:sha256(item)`, without the call id if there is none. A later item with more content, such as a
 * recording, has a different hash and is a new event. The same item again has the same id.
 */
function composeId({ callId, kind }: EventDraft, item: unknown): string {
  const hash = sha256Hex(serialise(item));
  return callId === undefined ? `${kind}:${hash}` : `${callId}:${kind}:${hash}`;
}

/**
 * Serialises an item. `JSON.stringify` overflows the stack if the nesting is too deep; for such an item the upper
 * levels are enough.
 */
function serialise(item: unknown): string {
  try {
    return JSON.stringify(item) ?? "null";
  } catch {
    return JSON.stringify(boundedCopy(item));
  }
}

type Known<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Copies the fields whose values are not undefined. */
export function known<T extends object>(fields: T): Known<T> {
  const result: Record<string, unknown> = {};
  addKnown(result, fields);
  return result as Known<T>;
}

function addKnown(target: Record<string, unknown>, fields: object): void {
  for (const key in fields) {
    const value = fields[key as keyof typeof fields];
    if (value !== undefined) target[key] = value;
  }
}

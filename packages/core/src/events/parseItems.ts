import type { CallEvent, ProviderName } from "../vocabulary/callEvent.ts";
import { finishEvent, maxItems } from "./eventDraft.ts";

/** Reads one item of a body. */
export type Dialect = (item: unknown, receivedAt: Date | undefined) => CallEvent[];

/** Reads the events of a body, which may be one item or a list of items. */
export function parseItems(
  body: unknown,
  provider: ProviderName,
  receivedAt: Date | undefined,
  dialect: Dialect,
): CallEvent[] {
  // Nearly every body is one item.
  if (!Array.isArray(body) || body.length === 0) return dialect(body, receivedAt);
  const events: CallEvent[] = [];
  for (const item of body as readonly unknown[]) {
    if (events.length >= maxItems) {
      events.push(unreadItem(body, provider, receivedAt, "too_many_items"));
      break;
    }
    events.push(...dialect(item, receivedAt));
  }
  return events;
}

/** Creates the event for an item that no parser understands, or for a body with too many items. */
export function unreadItem(
  item: unknown,
  provider: ProviderName,
  receivedAt: Date | undefined,
  type?: string,
): CallEvent {
  return finishEvent({ kind: "unknown", type }, item, {
    provider,
    occurredAt: undefined,
    receivedAt,
  });
}

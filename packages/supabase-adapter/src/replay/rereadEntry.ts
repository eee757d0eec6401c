import {
  type CallEvent,
  type EventRecord,
  type StoredEvent,
  sha256Hex,
  type WebhookSource,
} from "@skale-calls/core";
import { factsOfEvent, isRecord } from "@skale-calls/core/internal";
import type { LedgerEntry } from "./ledgerEntry.ts";

/**
 * Why an entry cannot be replayed:
 * - `no_payload`: the ledger stores none of a message that is not about calls, and of a contact's new number; it was erased; or
 *   it was larger than 256 kB;
 * - `no_source`: no source of this sender was given, or it cannot read the ledger's payloads;
 * - `still_unknown`: the parsers still do not understand the payload;
 * - `read_otherwise`: the payload is now read as something else, without an event of the entry's kind.
 */
export type ReplayObstacle = "no_payload" | "no_source" | "still_unknown" | "read_otherwise";

/** The records of an entry, as `record_whatsapp_call_events` takes them. */
export interface ReadEntry {
  id: number;
  receivedAt: string;
  records: readonly (Omit<EventRecord, "payload"> & { facts: object | null })[];
}

/**
 * Reads the events of an entry again, with the parser of its sender. The first record belongs to the entry: it is the event with
 * the entry's id, else the one of the entry's kind, because the hash of an item without its SDP is another. An entry that was
 * not understood takes the first event that is understood, and all others are new events.
 */
export function rereadEntry(
  entry: LedgerEntry,
  sources: readonly WebhookSource[],
): ReadEntry | ReplayObstacle {
  const { payload, provider, receivedAt, occurredAt } = entry;
  if (payload === null || (isRecord(payload) && payload.truncated === true)) return "no_payload";
  const source = sources.find(({ name }) => name === provider);
  if (!source?.reread) return "no_source";
  // A payload without a time had the time of its arrival by the server's clock.
  const events = source.reread(payload, new Date(occurredAt ?? receivedAt)).filter(isUnderstood);
  if (events.length === 0) return "still_unknown";
  const own = ownEvent(entry, events);
  if (own === undefined) return "read_otherwise";
  const others = entry.kind === "unknown" ? events.filter((event) => event !== own.event) : [];
  return {
    id: entry.id,
    receivedAt,
    records: [
      toRecord(own.event, own.id, hashFor(source, entry, own.id)),
      ...others.map((event) => toRecord(event, event.id, hashFor(source, entry, event.id))),
    ],
  };
}

const isUnderstood = ({ kind }: CallEvent) => kind !== "unknown";

function ownEvent(
  { eventId, kind }: LedgerEntry,
  events: readonly CallEvent[],
): { event: CallEvent; id: string } | undefined {
  const same = events.find(({ id }) => id === eventId);
  if (same) return { event: same, id: eventId };
  const [first] = events;
  if (kind === "unknown") return first && { event: first, id: first.id };
  const similar = events.find((event) => event.kind === kind);
  return similar && { event: similar, id: eventId };
}

/** The hash that a webhook with this event has in the ledger: of its body, or of an id that contains the hash of the item. */
function hashFor(source: WebhookSource, { bodySha256 }: LedgerEntry, id: string): string {
  return source.givesEventIds && bodySha256 !== null ? bodySha256 : sha256Hex(id);
}

function toRecord({ raw: _, ...read }: CallEvent, id: string, bodySha256: string) {
  const event = { ...read, id } as StoredEvent;
  // The ledger has no SDPs, and an old call has no session.
  if (event.kind === "offer" || event.kind === "answer") event.session = { invalid: "missing" };
  return { event, bodySha256, facts: factsOfEvent(event) };
}

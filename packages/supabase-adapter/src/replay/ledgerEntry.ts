import type { EventOutcome } from "@skale-calls/core";

/** Which entries of the ledger are replayed. A field that is absent does not filter. */
export interface ReplayFilter {
  /** ISO 8601: entries that arrived at this moment or later. */
  from?: string;
  /** ISO 8601: entries that arrived before this moment. */
  to?: string;
  provider?: string;
  /** The provider's id of a call, or our own. */
  callId?: string;
  outcomes?: readonly Exclude<EventOutcome, "duplicate">[];
}

/** A place in the ledger: the last entry that was read. */
export interface LedgerPlace {
  /** ISO 8601 with microseconds, as the database writes it. */
  receivedAt: string;
  id: number;
}

/** An entry of the ledger, as `find_whatsapp_call_events` returns it. */
export interface LedgerEntry extends LedgerPlace {
  provider: string;
  eventId: string;
  kind: string;
  /** The time of the event; null for a dead letter. */
  occurredAt: string | null;
  outcome: Exclude<EventOutcome, "duplicate">;
  bodySha256: string | null;
  payload: unknown;
}

/** What the ledger and the call had before and have after a replay. The status is null without a call. */
export interface EntryState {
  kind: string;
  outcome: string;
  status: string | null;
}

/** What a replay did to one entry, or would do in a dry run. It contains no numbers and no payloads. */
export interface ReplayedEntry extends LedgerPlace {
  provider: string;
  before: EntryState;
  after: EntryState;
  /** Our own id of the call; null if the entry belongs to no call. */
  call: string | null;
  /** The names of the call's columns that changed. */
  columns: readonly string[];
  /** How many events the entry did not give before, and now had an effect. */
  added: number;
  /** True if the entry joined a dialled call with its ghost. A hang-up that waits must then be made by hand. */
  joined: boolean;
}

/** True if a replay changed something. */
export function hasChanged({ before, after, columns, added }: ReplayedEntry): boolean {
  return (
    before.kind !== after.kind ||
    before.outcome !== after.outcome ||
    columns.length > 0 ||
    added > 0
  );
}

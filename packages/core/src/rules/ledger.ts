/** An entry of the ledger, which contains every event once. */
export interface LedgerEntry {
  kind: string;
  /** The call's `call_id`; null if the event belongs to no call. */
  callId: string | null;
  /** Null if only the id and the hash of the event are stored. */
  payload: unknown;
  outcome: string;
}

/**
 * The kinds of events that may pass through: other messages on the subscription, our own readings of settings, and contacts'
 * new numbers and user ids, whose effect is stored beside the ledger.
 */
export const passingKinds: readonly string[] = ["unknown", "account", "contact_change"];

/**
 * True for an entry that serves only to recognise a repeated webhook: it belongs to no call, has no content, and is no dead
 * letter. The sweep deletes it after `timeLimits.passingEvent`. Everything else in the ledger stays.
 */
export const isPassing = ({ kind, callId, payload, outcome }: LedgerEntry): boolean =>
  passingKinds.includes(kind) && callId === null && payload === null && outcome !== "dead_letter";

/** The most entries that one sweep deletes. */
export const ledgerBatch = 1000;

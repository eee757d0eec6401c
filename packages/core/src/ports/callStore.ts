import type { AvailabilityState } from "../availability/deriveAvailability.ts";
import type { SweepLimits } from "../rules/sweeps.ts";
import type { CallHours } from "../vocabulary/account.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import type { Call } from "../vocabulary/callFacts.ts";

/** A user of the platform who makes and answers calls. */
export interface Agent {
  id: string;
  /** The home branch of the agent. The store knows which branches the agent sees. */
  branchId: string | null;
}

/** The result of one event; the ledger stores it. */
export type EventOutcome =
  /** The event changed the call. */
  | "applied"
  /** The event contained nothing new. */
  | "no_change"
  /** The event contradicts known facts, or the same event id arrived before with another body. */
  | "conflict"
  /** The same event arrived before; nothing was written. */
  | "duplicate"
  /** The database refuses the data of the event. The ledger keeps the event, but the event has no effect. */
  | "dead_letter";

/** An event on its way into the ledger. */
export interface EventRecord {
  event: StoredEvent;
  /** The received item without its SDPs; null for messages that are not about calls. */
  payload: unknown;
  /**
   * SHA-256 in lower-case hex: of the whole body if the provider gives event ids; of the event's id if not, because
   * such an id contains the hash of the item.
   */
  bodySha256: string;
  /** The reason why this event is a dead letter: the ledger keeps the event, but the event has no effect. */
  error?: string;
  /**
   * Our own id of the call, for an act of ours. This id identifies the call before and after the provider's id is
   * known. Without this id, the event's `callId` identifies the call.
   */
  id?: string;
}

export interface RecordedEvent {
  eventId: string;
  outcome: EventOutcome;
  /** The call after the event; null when the event belongs to no call. */
  call: Call | null;
  /**
   * True if this event joined a dialled call with its ghost (`isGhostOf`): the provider's id is known now. If a hang-up
   * was requested and the call is not over, the code that called `recordEvents` must now hang up.
   */
  joined: boolean;
}

/** The contact of a dialled call: a phone in E.164, or the WhatsApp user id of a contact whose phone is not known. */
export type DialledContact =
  | { contactPhone: string; contactUserId?: undefined }
  | { contactUserId: string; contactPhone?: undefined };

export type BeginCallInput = DialledContact & {
  /** Our own id, chosen by the client or created by the use case. */
  id: string;
  userId: string;
  inboxId?: string;
  leadId?: string;
  provider: string;
  /** The number to dial from if the inbox has no number, in E.164. */
  defaultBusinessPhone?: string;
};

/** The reason why a call was not begun: a code of `errorCodes`. */
export type BeginCallRefusal =
  | "no_branch"
  | "inbox_required"
  | "inbox_not_found"
  | "lead_not_found"
  | "business_number_missing"
  | "call_id_taken";

export type BeginCallResult =
  | { outcome: "created" | "exists"; call: Call; inbox: Inbox | null }
  | { outcome: BeginCallRefusal };

export interface Inbox {
  id: string;
  phoneNumber: string | null;
  providerPhoneId: string | null;
}

export interface AttachCallInput {
  id: string;
  /** The provider's call id. */
  callId: string;
  provider: string;
}

export interface ClaimInput {
  id: string;
  userId: string;
  /** The SHA-256 of the SDP answer in lower-case hex; `refusalKey` for a refusal, which needs a claim too. */
  key: string;
}

export type ClaimResult =
  | { outcome: "claimed" | "already_answered"; call: Call }
  | { outcome: "already_claimed" | "not_ringing" | "call_not_found" };

export interface FindAvailabilityInput {
  userId: string;
  /** Without it: the only inbox of the agent's home branch, as in `beginCall`. */
  inboxId?: string;
  /** The number to use if the inbox has no number, in E.164. */
  defaultBusinessPhone?: string;
}

export type FindAvailabilityResult =
  | { outcome: "found"; state: AvailabilityState; inbox: Inbox | null }
  | { outcome: "no_branch" | "inbox_required" | "inbox_not_found" };

/** The limits of this sweep. Default for each: `sweepLimits`. */
export type SweepOptions = Partial<SweepLimits>;

export interface SweepResult {
  /** Ids of the calls that were expired. */
  expired: string[];
  /** Ids of the dialled calls that were merged with their ghosts. */
  merged: string[];
}

/**
 * Stores calls. Every method is one atomic statement: no implementation reads first and writes later. All methods throw
 * `CallsError`: `store_unavailable` if nothing was stored and a retry may help; `store_refused` if the database refuses
 * the data.
 */
export interface CallStore {
  /**
   * Stores the events of one webhook, or one act of ours. For each event that did not arrive before, it writes the ledger,
   * locks or creates the call, merges the facts (`reduceCall`), derives the status, sets inbox and branch by the business
   * number, and keeps or empties the session. An event that changes nothing is written only to the ledger.
   * A dialled call for which `callRules.awaiting_ghost` holds is joined with its ghost immediately, if exactly one call
   * matches.
   */
  recordEvents(records: readonly EventRecord[]): Promise<RecordedEvent[]>;
  /**
   * Writes an outgoing call before the phone rings, with `pendingCallId(id)` as its `call_id`. Finds the inbox
   * (`chooseInbox`), its branch, and the lead. A repeated `id` of the same agent returns the same call as `exists`.
   */
  beginCall(input: BeginCallInput): Promise<BeginCallResult>;
  /**
   * Gives a dialled call the provider's id, and merges it with the ghost that an early webhook created. The dialled
   * call keeps its uuid, and gets the ledger rows and the session of the ghost. The method may be called again with the
   * same input.
   */
  attachCall(input: AttachCallInput): Promise<Call>;
  /**
   * Claims an incoming call to answer or refuse it (`claimRules`). The first claim wins, and the same user may repeat
   * it with the same key. A claim expires after `timeLimits.claim` if the call is not accepted. Only the user and key
   * that answered the call get `already_answered`.
   */
  claimCall(input: ClaimInput): Promise<ClaimResult>;
  /** Releases the claim of exactly this user and key. Other claims stay. */
  releaseClaim(input: ClaimInput): Promise<void>;
  /** Finds a call that this user may see (its branch is visible, or not known yet), with the agent and the inbox. */
  findCall(input: { id: string; userId: string }): Promise<{
    call: Call;
    agent: Agent;
    inbox: Inbox | null;
  } | null>;
  /**
   * True if the store has a call with exactly this number that the user may see and that was not logged by hand. WhatsApp
   * has sent such a number, so it can be called even if its numbering plan does not have it. A store may omit this method.
   */
  knowsContact?(input: { phone: string; userId: string }): Promise<boolean>;
  /** Finds what is known about the availability of an inbox that the user may see: its account's facts, hours and pickups. */
  findAvailability(input: FindAvailabilityInput): Promise<FindAvailabilityResult>;
  /**
   * Sets the business hours of an inbox; null deletes them. `setCallHours` checks the hours before it calls this method.
   * Throws `inbox_not_found` for an inbox that does not exist.
   */
  saveCallHours(input: { inboxId: string; hours: CallHours | null }): Promise<Inbox>;
  /**
   * Merges dialled calls with their ghosts, and expires calls whose end was never reported. Run this method a few times
   * a minute.
   */
  sweepCalls(options?: SweepOptions): Promise<SweepResult>;
}

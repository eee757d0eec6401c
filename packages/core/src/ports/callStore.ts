import type { SweepLimits } from "../rules/sweeps.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import type { Call } from "../vocabulary/callFacts.ts";

/** A user of the platform who makes and answers calls. */
export interface Agent {
  id: string;
  /** The home branch, to which the agent's own calls belong. The store knows which branches the agent sees. */
  branchId: string | null;
}

/** The result of one event; the ledger stores it. */
export type EventOutcome =
  /** It changed the call. */
  | "applied"
  /** It contained nothing new. */
  | "no_change"
  /** It contradicts known facts, or its id arrived before with another body. */
  | "conflict"
  /** The same event arrived before; nothing was written. */
  | "duplicate"
  /** The database refuses its data; the ledger keeps the event, which has no effect. */
  | "dead_letter";

/** An event on its way into the ledger. */
export interface EventRecord {
  event: StoredEvent;
  /** The received item without its SDPs; null for messages that are not about calls. */
  payload: unknown;
  /** The hash of the whole body if the provider gives event ids, else of the item; lower-case hex. */
  bodySha256: string;
  /** The reason why this event is a dead letter: the ledger keeps it, and it has no effect. */
  error?: string;
  /**
   * Our own id of the call, for an act of ours: it identifies the call before and after the provider's id is known.
   * Without it the event's `callId` identifies the call.
   */
  id?: string;
}

export interface RecordedEvent {
  eventId: string;
  outcome: EventOutcome;
  /** The call after the event; null when the event belongs to no call. */
  call: Call | null;
  /**
   * True if this event joined a dialled call with its ghost, so that the provider's id is known now. If a hang-up was
   * requested and the call is not over, the caller of `recordEvents` must hang up now.
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
  /** The number to dial from when the inbox has none, in E.164. */
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
  /** sha256 of the SDP answer in lower-case hex, or `refusalKey`: a refusal needs a claim like an answer. */
  key: string;
}

export type ClaimResult =
  | { outcome: "claimed" | "already_answered"; call: Call }
  | { outcome: "already_claimed" | "not_ringing" | "call_not_found" };

/** The limits of this sweep. Default for each: `sweepLimits`. */
export type SweepOptions = Partial<SweepLimits>;

export interface SweepResult {
  /** Ids of the calls that were expired. */
  expired: string[];
  /** Ids of the dialled calls that were merged with their ghosts. */
  merged: string[];
}

/**
 * Stores calls. Every method is one atomic statement: no implementation reads first and writes later.
 * All methods throw `CallsError`: `store_unavailable` when nothing was stored and a retry may help,
 * `store_refused` when the data itself is refused.
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
   * Gives a dialled call the provider's id, and merges it with the ghost that an early webhook created. The uuid of the
   * dialled call stays, and the ghost's ledger rows and session move to it. Repeatable.
   */
  attachCall(input: AttachCallInput): Promise<Call>;
  /**
   * Claims an incoming call to answer or refuse it (`claimRules`). The first claim wins; the same pair of user and key may
   * repeat it. A claim expires after `timeLimits.claim` without an accept. Only the pair that answered the call gets
   * `already_answered`.
   */
  claimCall(input: ClaimInput): Promise<ClaimResult>;
  /** Releases a claim of exactly this user and key; other claims stay. */
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
  /** Merges dialled calls with their ghosts and expires calls whose end never came. Run it a few times a minute. */
  sweepCalls(options?: SweepOptions): Promise<SweepResult>;
}

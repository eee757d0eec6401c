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
  /** It contradicts what is known, or its id arrived before with another body. */
  | "conflict"
  /** The same event arrived before; nothing was written. */
  | "duplicate"
  /** The database refuses its data; the ledger keeps it, without effect. */
  | "dead_letter";

/** An event on its way into the ledger. */
export interface EventRecord {
  event: StoredEvent;
  /** The item as it came, without SDPs; null for messages that are not about calls. */
  payload: unknown;
  /** The hash of the whole body where the provider gives event ids, else of the item; lower-case hex. */
  bodySha256: string;
  /** The reason why this is a dead letter: the ledger keeps it, without effect. */
  error?: string;
  /**
   * Our own id of the call, of an act of ours: it finds the call before and after the provider's id is known.
   * Without it the event's `callId` does.
   */
  id?: string;
}

export interface RecordedEvent {
  eventId: string;
  outcome: EventOutcome;
  /** The call after the event; null when the event belongs to no call. */
  call: Call | null;
  /**
   * This event joined a dialled call with its ghost, so its id is known now. If a hang-up was asked for and the call is
   * not over, it is to be hung up now.
   */
  joined: boolean;
}

/** Whom a call is dialled to: a phone in E.164, or the WhatsApp user id of somebody whose phone is not known. */
export type DialledContact =
  | { contactPhone: string; contactUserId?: undefined }
  | { contactUserId: string; contactPhone?: undefined };

export type BeginCallInput = DialledContact & {
  /** Ours, chosen by the client or made by the use case. */
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
  /** sha256 of the SDP answer in lower-case hex, or `refusalKey`: a refusal is claimed like an answer. */
  key: string;
}

export type ClaimResult =
  | { outcome: "claimed" | "already_answered"; call: Call }
  | { outcome: "already_claimed" | "not_ringing" | "call_not_found" };

/** Limits of this sweep; what is not given is as in `sweepLimits`. */
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
   * Takes the events of one webhook, or one act of ours. For each: into the ledger unless it came
   * before, lock or create the call, merge (`reduceCall`), derive the status, set inbox and branch by
   * the business number, keep or empty the session. An event that changes nothing writes the ledger's row only.
   * A dialled call without an id is joined with its ghost at once when exactly one fits, if a hang-up was asked for or the
   * provider's answer to the dial was unclear (`callRules.awaiting_ghost`).
   */
  recordEvents(records: readonly EventRecord[]): Promise<RecordedEvent[]>;
  /**
   * Writes an outgoing call before the phone rings, with `pendingCallId(id)` for its `call_id`. Finds the
   * inbox (the given one, if the agent sees its branch; else the only one of the home branch; without a home branch the only one
   * that the agent sees), its branch, and the lead. A repeated
   * `id` of the same agent returns the same call as `exists`.
   */
  beginCall(input: BeginCallInput): Promise<BeginCallResult>;
  /**
   * Gives a dialled call the provider's id, and merges it with the ghost that an early webhook made. The
   * dialled uuid stays; ledger and session move to it. Repeatable.
   */
  attachCall(input: AttachCallInput): Promise<Call>;
  /**
   * Claims an incoming call for answering or refusing (`claimRules`). Won by the first; repeatable by the same pair of
   * user and key; lapses after `timeLimits.claim` without an accept. `already_answered` is for the pair that answered.
   */
  claimCall(input: ClaimInput): Promise<ClaimResult>;
  /** Releases a claim of exactly this user and key; other claims stay. */
  releaseClaim(input: ClaimInput): Promise<void>;
  /** Finds a call that this user may see (of a visible branch, or of none yet), with the agent and the inbox. */
  findCall(input: { id: string; userId: string }): Promise<{
    call: Call;
    agent: Agent;
    inbox: Inbox | null;
  } | null>;
  /**
   * True when a call with this very number is kept that this user may see, one logged by hand apart: then WhatsApp has told
   * the number, and it can be called whatever its numbering plan says. A store may leave it out.
   */
  knowsContact?(input: { phone: string; userId: string }): Promise<boolean>;
  /** Merges dialled calls with their ghosts and expires calls whose end never came. Run it a few times a minute. */
  sweepCalls(options?: SweepOptions): Promise<SweepResult>;
}

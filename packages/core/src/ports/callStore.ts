import type { AvailabilityState } from "../availability/deriveAvailability.ts";
import type { SweepLimits } from "../rules/sweeps.ts";
import type { CallHours } from "../vocabulary/account.ts";
import type { StoredEvent } from "../vocabulary/callEvent.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import type { CallPermission } from "../vocabulary/callPermission.ts";

/** A user of the platform who makes and answers calls. */
export interface Agent {
  id: string;
  /** The home branch of the agent. The store knows which branches the agent sees. */
  branchId: string | null;
}

/** The effect of one event. The ledger, which contains every event once, stores this value with the event. */
export type EventOutcome =
  /** The event changed the call. */
  | "applied"
  /** The event contained nothing new. */
  | "no_change"
  /** The event contradicts known facts, or an event with the same id and another body arrived before. */
  | "conflict"
  /** The same event arrived before; nothing was written. */
  | "duplicate"
  /** The database refuses the data of the event. The ledger stores the event, but the event changes no call. */
  | "dead_letter";

/** An event to be stored: from a webhook, or of one of our own requests (dial, answer, hang-up, ...). */
export interface EventRecord {
  event: StoredEvent;
  /** The received item without its SDPs; null for messages that are not about calls. */
  payload: unknown;
  /**
   * A SHA-256 in lower-case hex. If the provider gives event ids, it is the hash of the whole body. If not, it is the
   * hash of the event's id, which already contains the hash of the item.
   */
  bodySha256: string;
  /** The reason why the event is a dead letter (`dead_letter` of `EventOutcome`). */
  error?: string;
  /**
   * The id of the call's row, for an event of one of our own requests: the row's id never changes, while `callId` changes
   * when the provider's id becomes known. Without this id, the event's `callId` identifies the call.
   */
  id?: string;
}

export interface RecordedEvent {
  eventId: string;
  outcome: EventOutcome;
  /** The call after the event; null when the event belongs to no call. */
  call: Call | null;
  /**
   * True if this event joined a dialled call with its ghost. A ghost is the row of the same call that an earlier webhook
   * created (`isGhostOf`). The join gives the call the provider's id. If a hang-up was requested and the call is not over,
   * the code that called `recordEvents` must now hang up.
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
  /** The provider to use if the inbox names none. */
  provider: string;
  /** The providers that can dial this call. Without it, any provider is accepted. */
  providers?: readonly string[];
  /** The business number, in E.164, from which to dial if the inbox has no number. */
  defaultBusinessPhone?: string;
};

/** The inbox's provider is not one of `providers`, so nothing was written. */
export interface OtherProvider {
  outcome: "other_provider";
  provider: string;
}

/** The reason why `beginCall` writes no call: a code of `errorCodes`. */
export type BeginCallRefusal = NumberRefusal | "lead_not_found" | "call_id_taken";

export type BeginCallResult =
  | { outcome: "created" | "exists"; call: Call; inbox: Inbox | null }
  | OtherProvider
  | { outcome: BeginCallRefusal };

/** A contact and one of our numbers, which is chosen as for dialling (`chooseInbox`). */
export type PermissionInput = DialledContact & {
  userId: string;
  inboxId?: string;
  /** The number to use if the inbox has no number, in E.164. */
  defaultBusinessPhone?: string;
};

/** The reason why no number was chosen: a code of `errorCodes`. */
export type NumberRefusal =
  | "no_branch"
  | "inbox_required"
  | "inbox_not_found"
  | "business_number_missing";

export type FindPermissionResult =
  | {
      outcome: "found";
      permission: CallPermission;
      businessPhone: string;
      /** The provider that the inbox names; null if it names none. */
      provider: string | null;
    }
  | { outcome: NumberRefusal };

export type BeginPermissionRequestInput = PermissionInput & {
  /** Our own id, chosen by the client or created by the use case. */
  id: string;
  /** The provider to use if the inbox names none. */
  provider: string;
  /** The providers that can send the request. Without it, any provider is accepted. */
  providers?: readonly string[];
};

export type BeginPermissionRequestResult =
  /** `exists`: the same agent made a request to this contact with this id before. */
  | {
      outcome: "created" | "exists";
      permission: CallPermission;
      businessPhone: string;
      /** The provider that sends the request: one of `providers`. */
      provider: string;
    }
  | OtherProvider
  | { outcome: "permission_limit" | "permission_already_granted"; permission: CallPermission }
  | { outcome: NumberRefusal | "request_id_taken" };

export interface Inbox {
  id: string;
  phoneNumber: string | null;
  providerPhoneId: string | null;
  /** The `name` of the inbox's provider. Null: the deployment's standard provider. */
  provider: string | null;
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
  /** To answer the call: the SHA-256 of the SDP answer in lower-case hex. To refuse the call: `refusalKey`. */
  key: string;
  /** The claim is for a request to accept the call, which follows. */
  accepts?: boolean;
}

export type ClaimResult =
  | { outcome: "claimed" | "already_answered"; call: Call }
  | { outcome: "already_claimed" | "not_ringing" | "call_not_found" };

/** The time limits of one sweep. The default of each limit is in `sweepLimits`. */
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

export type SweepOptions = Partial<SweepLimits>;

export interface SweepResult {
  /** Ids of the calls that were expired. */
  expired: string[];
  /** Ids of the dialled calls that were merged with their ghosts. */
  merged: string[];
  /** How many entries of the ledger were deleted: at most `ledgerBatch` of those that only pass through (`isPassing`). */
  forgotten: number;
}

/**
 * Stores calls. Every method is one atomic statement: no implementation reads first and writes later. All methods throw
 * `CallsError`: `store_unavailable` if nothing was stored and a retry can succeed; `store_refused` if the database
 * refuses the data.
 */
export interface CallStore {
  /**
   * Stores the events of one webhook, or the event of one of our own requests. For each event that did not arrive before,
   * the method writes the ledger, locks or creates the call, merges the facts (`reduceCall`), derives the status, finds
   * inbox and branch by the business number, and stores or deletes the session. For an event that changes nothing, the
   * method writes only the ledger. If `callRules.awaiting_ghost` holds for a dialled call and exactly one ghost matches,
   * the method joins both immediately. A `permission` event becomes a row of its own. A `permission_request` event is
   * merged into the row of its request (`mergeRequests`), and creates this row if there is none.
   */
  recordEvents(records: readonly EventRecord[]): Promise<RecordedEvent[]>;
  /**
   * Writes an outgoing call before the phone rings, with `pendingCallId(id)` as its `call_id`. Finds the inbox
   * (`chooseInbox`), its branch, and the lead. A repeated `id` of the same agent returns the same call as `exists`.
   */
  beginCall(input: BeginCallInput): Promise<BeginCallResult>;
  /**
   * Gives a dialled call the provider's id, and merges it with the ghost that an early webhook created. The dialled
   * call keeps its uuid, and gets the ledger rows and the session of the ghost. A second `attachCall` with the same input
   * has no effect.
   */
  attachCall(input: AttachCallInput): Promise<Call>;
  /**
   * Claims an incoming call for one user, who wants to answer or refuse the call (`claimRules`). The first claim wins.
   * The same user can repeat the claim with the same key. A claim expires after `timeLimits.claim` if the call is not
   * accepted. If this user has already answered the call with this key, the result is `already_answered`.
   */
  claimCall(input: ClaimInput): Promise<ClaimResult>;
  /**
   * Releases the claim if it has this user and this key. A claim of another user or key stays, and so does one with an
   * earlier request to accept the call (`mayRelease`).
   */
  releaseClaim(input: ClaimInput): Promise<void>;
  /** Finds a call that this user may see (its branch is visible, or not known yet), with the agent and the inbox. */
  findCall(input: { id: string; userId: string }): Promise<{
    call: Call;
    agent: Agent;
    inbox: Inbox | null;
  } | null>;
  /**
   * True if the user may see a call with exactly this contact number that was not logged by hand. WhatsApp has sent
   * this number in a webhook, so the number can be dialled even if the numbering plan has no such number. A store need
   * not implement this method.
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
   * Reads whether a contact may be called from one of our numbers: `readCallPermission` of everything that is stored
   * about the two. A row that names the contact in another way belongs to the contact too, if another row, a call, or a
   * reply together with its request shows that the phone and the user id belong together (`joinKeys`).
   */
  findPermission(input: PermissionInput): Promise<FindPermissionResult>;
  /**
   * Writes a permission request before its message is sent, unless the permission is permanent or WhatsApp's limits are
   * reached. Of two requests at the same time, the second one sees the first. The returned permission includes the new
   * request.
   */
  beginPermissionRequest(input: BeginPermissionRequestInput): Promise<BeginPermissionRequestResult>;
  /**
   * Joins dialled calls with their ghosts, and sets calls to expired if no webhook has reported their end. Deletes old
   * entries of the ledger that only pass through. Run this method a few times a minute.
   */
  sweepCalls(options?: SweepOptions): Promise<SweepResult>;
}

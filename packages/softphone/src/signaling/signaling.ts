import type { Call } from "@skale-calls/core";

/** What the softphone reads of a row of `whatsapp_calls`. */
export type CallRow = Pick<
  Call,
  | "id"
  | "status"
  | "direction"
  | "end_reason"
  | "error_code"
  | "started_at"
  | "ringing_at"
  | "answered_at"
  | "contact_phone"
  | "contact_name"
  | "contact_user_id"
  | "business_phone"
  | "user_id"
  | "claimed_by"
  | "lead_id"
>;

/** The SDP of a live call. An offer is given only while it rings. */
export interface CallSession {
  type: "offer" | "answer";
  sdp: string;
}

/** What was read of a call: of one that is gone (joined with another row, or not ours to see), null. */
export interface RemoteCall {
  id: string;
  call: CallRow | null;
  /** Null: there is none (any more). Undefined: it was not read. */
  session?: CallSession | null;
}

export interface DialRequest {
  /** Our own uuid for the call: an answer is recognised by it, even one that overtakes `dial`. */
  id: string;
  to?: string;
  /** A WhatsApp user's id, for a contact whose number is not known. */
  recipient?: string;
  inboxId?: string;
  leadId?: string;
  sdp: string;
}

export interface SignalingListener {
  onCall(call: RemoteCall): void;
  /** False while calls cannot be read; they are read again, less and less often. */
  onOnline(isOnline: boolean): void;
}

/**
 * How the softphone reaches the server. Acts throw `SoftphoneError`: `outcome` `ambiguous` when it is not known
 * whether they had an effect, which the call's row tells then. None is ever repeated by itself.
 */
export interface Signaling {
  /** Ambiguous also where the provider's answer did not come. */
  dial(request: DialRequest): Promise<CallRow>;
  /** Wins the call for this agent and this SDP. */
  claim(id: string, sdp: string): Promise<CallRow>;
  preAccept(id: string, sdp: string): Promise<CallRow>;
  accept(id: string, sdp: string): Promise<CallRow>;
  reject(id: string): Promise<CallRow>;
  /** `keepalive`: the page is closing. */
  hangUp(id: string, options?: { keepalive?: boolean }): Promise<CallRow>;
  /**
   * Tells of calls that ring, at once of those that ring already, and of the calls followed.
   *
   * @returns a function that ends it.
   */
  subscribe(listener: SignalingListener): () => void;
  /**
   * Tells of this call until the returned function is called: `dial` as fast as an answer is awaited, with
   * its SDP, `call` at leisure.
   */
  follow(id: string, pace: "dial" | "call"): () => void;
}

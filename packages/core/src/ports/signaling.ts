import type { Call } from "../vocabulary/callFacts.ts";

/** What a phone reads of a call: the columns of the same names. */
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
export interface RemoteSession {
  type: "offer" | "answer";
  sdp: string;
}

/** What was read of a call. */
export interface RemoteCall {
  id: string;
  /** Null: the row is gone. It was joined with another row, or is not this agent's to see. */
  call: CallRow | null;
  /** Null: there is none (any more). Undefined: it was not read. */
  session?: RemoteSession | null;
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
 * How a phone in the browser reaches the server: its acts on calls, and news of calls.
 *
 * Acts throw `CallsError`, or `ProviderError` with `outcome` `ambiguous` when it is not known whether the act had an
 * effect; the call's row tells it then. No act is ever repeated by itself.
 *
 * @example
 * // Of @skale-calls/supabase-adapter:
 * const signaling: Signaling = createSupabaseSignaling(createCallService(supabase, { url, apiKey }));
 */
export interface Signaling {
  /** Ambiguous also where the provider's answer did not come. */
  dial(request: DialRequest): Promise<CallRow>;
  /** Wins the call for this agent and this SDP. */
  claim(id: string, sdp: string): Promise<CallRow>;
  preAccept(id: string, sdp: string): Promise<CallRow>;
  accept(id: string, sdp: string): Promise<CallRow>;
  reject(id: string): Promise<CallRow>;
  /** `keepalive`: the page is closing, and the request is sent before this function returns. */
  hangUp(id: string, options?: { keepalive?: boolean }): Promise<CallRow>;
  /**
   * Tells of calls that ring, those that ring already included, and of the calls followed.
   *
   * @returns a function that ends it.
   */
  subscribe(listener: SignalingListener): () => void;
  /**
   * Tells of this call until the returned function is called. `dial`: every half second with its SDP, while an answer
   * is awaited. `call`: when its row changes.
   */
  follow(id: string, pace: "dial" | "call"): () => void;
}

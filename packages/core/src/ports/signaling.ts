import type { Call } from "../vocabulary/callFacts.ts";

/** The columns of a call that a phone reads. */
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

/** A call as it was read from the server. */
export interface RemoteCall {
  id: string;
  /** Null: there is no such row for this agent. It was joined with another row, or the agent may not see it. */
  call: CallRow | null;
  /** Null: there is no SDP, or no longer. Undefined: the SDP was not read. */
  session?: RemoteSession | null;
}

export interface DialRequest {
  /** Our own uuid for the call. It identifies the call's SDP answer, even if that arrives before `dial` returns. */
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
 * The connection of a phone in the browser with the server: acts on calls, and changes of calls.
 *
 * Acts throw `CallsError`, or `ProviderError` with the `outcome` `ambiguous` if it is not known whether the act had an
 * effect; then the call's row shows it. No act is ever repeated automatically.
 *
 * @example
 * // From @skale-calls/supabase-adapter:
 * const signaling: Signaling = createSupabaseSignaling(createCallService(supabase, { url, apiKey }));
 */
export interface Signaling {
  /** The outcome is `ambiguous` also if the provider's answer did not arrive. */
  dial(request: DialRequest): Promise<CallRow>;
  /** Claims the call for this agent and this SDP. */
  claim(id: string, sdp: string): Promise<CallRow>;
  preAccept(id: string, sdp: string): Promise<CallRow>;
  accept(id: string, sdp: string): Promise<CallRow>;
  reject(id: string): Promise<CallRow>;
  /** `keepalive`: the page is closing, and the request is sent before this function returns. */
  hangUp(id: string, options?: { keepalive?: boolean }): Promise<CallRow>;
  /**
   * Reports ringing calls, including those that ring already, and the calls that are followed.
   *
   * @returns a function that ends the subscription.
   */
  subscribe(listener: SignalingListener): () => void;
  /**
   * Reports this call until the returned function is called. `dial`: every half second with its SDP, to wait for the SDP
   * answer. `call`: when its row changes.
   */
  follow(id: string, pace: "dial" | "call"): () => void;
}

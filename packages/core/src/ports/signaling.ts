import type { Call } from "../vocabulary/callFacts.ts";

/** The columns of a call that the softphone reads. */
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

/** The SDP of a live call. An offer is present only while the call rings. */
export interface RemoteSession {
  type: "offer" | "answer";
  sdp: string;
}

/** A call as it was read from the server. */
export interface RemoteCall {
  id: string;
  /** Null if this agent can read no such row: the row was joined with another row, or the agent may not see it. */
  call: CallRow | null;
  /** Null if no SDP is stored, or if it is no longer stored. Undefined if the SDP was not read. */
  session?: RemoteSession | null;
}

export interface DialRequest {
  /**
   * Our own uuid of the call. It identifies the call's SDP answer, even if the SDP answer arrives before `dial`
   * returns.
   */
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
  /** False while calls cannot be read. Reading is then repeated, with longer and longer pauses. */
  onOnline(isOnline: boolean): void;
}

/**
 * The connection between the softphone in the browser and the server. It performs acts on calls, and reports changes of
 * calls.
 *
 * Acts throw `CallsError`. If it is not known whether an act had an effect, the error is a `ProviderError` whose
 * `outcome` is `ambiguous`, and the call's row shows the effect later. No act is repeated automatically.
 *
 * @example
 * // From @skale-calls/supabase-adapter:
 * const signaling: Signaling = createSupabaseSignaling(createCallService(supabase, { url, apiKey }));
 */
export interface Signaling {
  /** Dials. Throws with the outcome `ambiguous` also if the provider's response did not arrive. */
  dial(request: DialRequest): Promise<CallRow>;
  /** Claims the call for this agent and this SDP. `preAccept` and `accept` claim it too. */
  claim(id: string, sdp: string): Promise<CallRow>;
  preAccept(id: string, sdp: string): Promise<CallRow>;
  accept(id: string, sdp: string): Promise<CallRow>;
  reject(id: string): Promise<CallRow>;
  /** `keepalive: true` means that the page is closing: the request is sent before this function returns. */
  hangUp(id: string, options?: { keepalive?: boolean }): Promise<CallRow>;
  /**
   * Reports ringing calls, including calls that already ring, and followed calls (`follow`).
   *
   * @returns a function that ends the subscription.
   */
  subscribe(listener: SignalingListener): () => void;
  /**
   * Reports this call until the returned function is called. With `dial`, reports the call and its SDP at
   * short intervals, to wait for the SDP answer. With `call`, reports the call when its row changes.
   */
  follow(id: string, pace: "dial" | "call"): () => void;
}

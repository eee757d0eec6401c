import type { CallDirection, CallRow, EndReason } from "@skale-calls/core";
import type { SoftphoneError } from "../errors/softphoneError.ts";

export const callPhases = [
  "idle",
  "requesting_microphone",
  "dialing",
  "ringing",
  "connecting",
  "connected",
  "reconnecting",
  "ended",
] as const;

/**
 * The phase of a call. Outgoing: `requesting_microphone`, `dialing`, `ringing` (at the contact), `connecting` (picked
 * up, no audio yet), `connected`. Incoming: `ringing` (here), then after the click on answer `requesting_microphone`,
 * `connecting`, `connected`.
 */
export type CallPhase = (typeof callPhases)[number];

/** Why a call ended in this tab: one of core's reasons, or one of two more. */
export type CallEndReason =
  | EndReason
  /** Another agent or another tab has the call. */
  | "answered_elsewhere"
  /** The network connection was lost and did not come back. */
  | "connection_lost";

/** The state of a call. Each change creates a new object. */
export interface CallState {
  readonly id: string;
  readonly direction: CallDirection;
  readonly phase: CallPhase;
  /** Null until `ended`. */
  readonly endReason: CallEndReason | null;
  /** The last error. In the phase `ended`: why the call failed, or why it may not have ended at WhatsApp. */
  readonly error: SoftphoneError | null;
  readonly isMuted: boolean;
  /** True while the system mutes the microphone, for a phone call or a voice assistant. The softphone then reopens it. */
  readonly isInterrupted: boolean;
  /** True while audio is connected with WhatsApp. In an outgoing call, it is connected before the pickup. */
  readonly hasMedia: boolean;
  /** True if the agent leaves the call to other agents. It still rings for them, and may still be answered here. */
  readonly isDismissed: boolean;
  /** True if the call has ended here, but may not have ended at WhatsApp. `hangUp()` then asks WhatsApp again. */
  readonly mayGoOn: boolean;
  /** True if no packet of the far end has arrived for 5 s. */
  readonly isSilent: boolean;
  /** The time of the pickup, by this machine's clock, in milliseconds since 1970. */
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  /** The contact's number in E.164; null if it is not known. */
  readonly contactPhone: string | null;
  readonly contactName: string | null;
  /** The last version of the call's row that was read. */
  readonly row: CallRow | null;
}

/** An event that may change a call's state. */
export type CallAction =
  | { type: "dial" }
  /** The call rings: an incoming call here, an outgoing call at the contact. */
  | { type: "ring" }
  | { type: "answer" }
  | { type: "microphone_opened" }
  /** The pickup. Outgoing: the row's `answered_at` or the first audible packet. Incoming: our own accept. */
  | { type: "picked_up"; at: number }
  | { type: "media_up" }
  | { type: "media_lost" }
  /** Our attempt to answer failed, and the call still rings. */
  | { type: "answer_failed"; error: SoftphoneError }
  /** An error that does not change the phase. */
  | { type: "error_reported"; error: SoftphoneError }
  | { type: "muted"; isMuted: boolean }
  | { type: "silence"; isSilent: boolean }
  | { type: "interrupted"; isInterrupted: boolean }
  | { type: "dismissed"; isDismissed: boolean }
  | { type: "row_read"; row: CallRow }
  | { type: "end"; reason: CallEndReason; at: number; error?: SoftphoneError }
  /** The result of the request to end the call at WhatsApp. */
  | { type: "end_told"; mayGoOn: boolean; error: SoftphoneError | null };

export interface NewCall {
  id: string;
  direction: CallDirection;
  contactPhone?: string | null;
  row?: CallRow | null;
}

export function createCallState({ id, direction, contactPhone, row = null }: NewCall): CallState {
  return {
    id,
    direction,
    phase: "idle",
    endReason: null,
    error: null,
    isMuted: false,
    isInterrupted: false,
    isDismissed: false,
    mayGoOn: false,
    hasMedia: false,
    isSilent: false,
    answeredAt: null,
    endedAt: null,
    contactPhone: row?.contact_phone ?? contactPhone ?? null,
    contactName: row?.contact_name ?? null,
    row,
  };
}

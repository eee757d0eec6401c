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

/** Why a call ended in this tab: core's reasons, and two more. */
export type CallEndReason =
  | EndReason
  /** Another agent or another tab has the call. */
  | "answered_elsewhere"
  /** The network connection was lost and did not come back. */
  | "connection_lost";

/** The state of a call; a new object for each change. */
export interface CallState {
  readonly id: string;
  readonly direction: CallDirection;
  readonly phase: CallPhase;
  /** Null until `ended`. */
  readonly endReason: CallEndReason | null;
  /** The last error; in the phase `ended`, the reason why the call failed. */
  readonly error: SoftphoneError | null;
  readonly isMuted: boolean;
  /** The system has muted the microphone, for a phone call or a voice assistant. It is reopened until it has sound. */
  readonly isInterrupted: boolean;
  /** Audio is connected with WhatsApp. For an outgoing call, this happens before the pickup. */
  readonly hasMedia: boolean;
  /** The agent leaves the call to other agents: it still rings for them, and may still be answered here. */
  readonly isDismissed: boolean;
  /** The call ended here, but it may not have ended at WhatsApp: `hangUp()` asks WhatsApp again. */
  readonly mayGoOn: boolean;
  /** True if no packet of the far end has arrived for 5 s. */
  readonly isSilent: boolean;
  /** The time of the pickup, by this machine's clock, in milliseconds since 1970. */
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  /** E.164; null for a contact whose number is not known. */
  readonly contactPhone: string | null;
  readonly contactName: string | null;
  /** The call's row as last read. */
  readonly row: CallRow | null;
}

/** An event that may change a call's state. */
export type CallAction =
  | { type: "dial" }
  /** The call rings: here, or (outgoing) at the contact. */
  | { type: "ring" }
  | { type: "answer" }
  | { type: "microphone_opened" }
  /** The pickup. Outgoing: `accepted` or the first inbound audio. Incoming: our own accept. */
  | { type: "picked_up"; at: number }
  | { type: "media_up" }
  | { type: "media_lost" }
  /** The answer failed, and the call still rings. */
  | { type: "answer_failed"; error: SoftphoneError }
  /** An error that does not change the phase. */
  | { type: "error_reported"; error: SoftphoneError }
  | { type: "muted"; isMuted: boolean }
  | { type: "silence"; isSilent: boolean }
  | { type: "interrupted"; isInterrupted: boolean }
  | { type: "dismissed"; isDismissed: boolean }
  | { type: "row_read"; row: CallRow }
  | { type: "end"; reason: CallEndReason; at: number; error?: SoftphoneError }
  /** The result of ending the call at WhatsApp. */
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

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
 * Where a call is. Outgoing: `requesting_microphone`, `dialing`, `ringing` (at the contact), `connecting` (picked
 * up, no audio yet), `connected`. Incoming: `ringing` (here), and from the click on
 * `requesting_microphone`, `connecting`, `connected`.
 */
export type CallPhase = (typeof callPhases)[number];

/** Why a call ended here: core's reasons, and two of this tab. */
export type CallEndReason =
  | EndReason
  /** Another agent, or another tab, has it. */
  | "answered_elsewhere"
  /** The network went and did not come back. */
  | "connection_lost";

/** What a call is at a moment; a new object for each change. */
export interface CallState {
  readonly id: string;
  readonly direction: CallDirection;
  readonly phase: CallPhase;
  /** Null until `ended`. */
  readonly endReason: CallEndReason | null;
  /** What went wrong last; with `ended`, why it failed. */
  readonly error: SoftphoneError | null;
  readonly isMuted: boolean;
  /** The system keeps the microphone silent: a phone call, a voice assistant. It is opened anew until it has sound. */
  readonly isInterrupted: boolean;
  /** Audio is connected with WhatsApp. Outgoing, it is so before the pickup. */
  readonly hasMedia: boolean;
  /** The agent lets others take it: it rings on at theirs, and may be answered here too. */
  readonly isDismissed: boolean;
  /** It ended here, and whether it did at WhatsApp is not known: `hangUp()` tells WhatsApp again. */
  readonly mayGoOn: boolean;
  /** True when nothing has been heard of the far end for 5 s. */
  readonly isSilent: boolean;
  /** The pickup, by this machine's clock, milliseconds since 1970. */
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  /** E.164; null of a contact behind a WhatsApp username. */
  readonly contactPhone: string | null;
  readonly contactName: string | null;
  /** The call's row, as it was read last. */
  readonly row: CallRow | null;
}

/** What happens to a call. */
export type CallAction =
  | { type: "dial" }
  /** It rings: here, or (outgoing) at the contact. */
  | { type: "ring" }
  | { type: "answer" }
  | { type: "microphone_opened" }
  /** The pickup: outgoing `accepted` or the first inbound audio, incoming our own accept. */
  | { type: "picked_up"; at: number }
  | { type: "media_up" }
  | { type: "media_lost" }
  /** The answer did not work out, and the call rings on. */
  | { type: "answer_failed"; error: SoftphoneError }
  | { type: "failed"; error: SoftphoneError }
  | { type: "muted"; isMuted: boolean }
  | { type: "silence"; isSilent: boolean }
  | { type: "interrupted"; isInterrupted: boolean }
  | { type: "dismissed"; isDismissed: boolean }
  | { type: "row_read"; row: CallRow }
  | { type: "end"; reason: CallEndReason; at: number; error?: SoftphoneError }
  /** What became of telling WhatsApp of the end. */
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

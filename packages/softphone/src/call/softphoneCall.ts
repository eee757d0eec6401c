import type { SoftphoneError } from "../errors/softphoneError.ts";
import type { CallQuality } from "./callQuality.ts";
import type { CallEndReason, CallState } from "./callState.ts";

export interface CallEvents {
  /** Emitted at every change of the state. */
  state: CallState;
  /** Emitted several times a second while there is a connection. */
  quality: CallQuality;
  /** A problem that does not end the call: `no_media`, `audio_blocked`, `microphone_interrupted`, or a microphone's error. */
  warning: SoftphoneError;
  /** An error. It is also in `state.error`. */
  error: SoftphoneError;
  ended: { reason: CallEndReason; error: SoftphoneError | null };
}

/**
 * One call. An act that no longer applies (after a second click, or after the end of the call) does nothing. Errors of
 * acts are in `state.error` and in the `error` event. Only `sendDtmf` and the device functions throw.
 *
 * @example
 * const call = softphone.dial({ to: "+525512345678" });
 * call.on("state", ({ phase }) => console.log(phase));
 * await call.hangUp();
 */
export interface SoftphoneCall {
  /** The id of the call's row, a UUID. */
  readonly id: string;
  readonly state: CallState;
  /** The last measurement; null before there is a connection. */
  readonly quality: CallQuality | null;
  on<Name extends keyof CallEvents>(
    name: Name,
    listener: (event: CallEvents[Name]) => void,
  ): () => void;
  /**
   * Answers an incoming call: opens the microphone, claims the call, sends the pre-accept, waits for audio, and sends the
   * accept. If a step fails before WhatsApp has received the accept, `state.error` has the error, and the call still rings,
   * unless it is over.
   */
  answer(): Promise<void>;
  /**
   * Leaves an incoming call to the other agents: the call no longer rings in this browser's tabs. It stays in
   * `softphone.state.calls` while it rings for the others, and may still be answered. `dismiss(false)` makes it ring again.
   */
  dismiss(isDismissed?: boolean): void;
  /** Refuses an incoming call for all agents: WhatsApp ends the call, and it stops ringing everywhere. */
  reject(): Promise<void>;
  /**
   * Ends the call in any phase: here immediately, and at WhatsApp before the promise settles. While `state.mayGoOn` is true,
   * the call may not have ended at WhatsApp. Call `hangUp()` again to repeat the request.
   */
  hangUp(): Promise<void>;
  /** Mutes or unmutes the microphone. The far end of a muted call hears silence. Default: true. */
  mute(isMuted?: boolean): void;
  /**
   * Sends keypad tones (RFC 4733): `0`-`9`, `*`, `#`, `A`-`D`, and `,` for a pause of 2 s.
   *
   * @throws SoftphoneError `invalid_state` when the call is not connected, `dtmf_unavailable`.
   */
  sendDtmf(tones: string, options?: { durationMs?: number; gapMs?: number }): void;
  /** @throws SoftphoneError if the device cannot be opened. The previous device then stays in use. */
  setInputDevice(deviceId: string): Promise<void>;
  /** @throws SoftphoneError `device_failed`. */
  setOutputDevice(deviceId: string): Promise<void>;
}

import type { SoftphoneError } from "../errors/softphoneError.ts";
import type { CallQuality } from "./callQuality.ts";
import type { CallEndReason, CallState } from "./callState.ts";

export interface CallEvents {
  /** Emitted at every change of the state. */
  state: CallState;
  /** Emitted several times a second while there is a connection. */
  quality: CallQuality;
  /** A problem that does not end the call: `no_media`, `audio_blocked`, `microphone_interrupted`, `microphone_missing` (unplugged) ... */
  warning: SoftphoneError;
  /** An error, which is also in `state.error`. */
  error: SoftphoneError;
  ended: { reason: CallEndReason; error: SoftphoneError | null };
}

/**
 * One call. An act that no longer applies (a second click, a call that has ended) does nothing. Promises of acts do not
 * reject: errors are in `state.error` and in the `error` event.
 *
 * @example
 * const call = softphone.dial({ to: "+525512345678" });
 * call.on("state", ({ phase }) => console.log(phase));
 * await call.hangUp();
 */
export interface SoftphoneCall {
  /** Our own id of the call, a uuid. */
  readonly id: string;
  readonly state: CallState;
  /** The last measurement; null before there is a connection. */
  readonly quality: CallQuality | null;
  on<Name extends keyof CallEvents>(
    name: Name,
    listener: (event: CallEvents[Name]) => void,
  ): () => void;
  /**
   * Answers an incoming call: microphone, claim, pre-accept, audio, accept. If a step fails, the call still rings, with
   * `state.error`, unless it is over.
   */
  answer(): Promise<void>;
  /**
   * Leaves an incoming call to the other agents: it no longer rings in this browser's tabs. It stays in
   * `softphone.state.calls` while it rings elsewhere, and may still be answered. After `dismiss(false)` it rings again.
   */
  dismiss(isDismissed?: boolean): void;
  /** Refuses an incoming call for all agents: WhatsApp ends it for the contact, and it stops ringing everywhere. */
  reject(): Promise<void>;
  /**
   * Ends the call in any phase: here immediately, and at WhatsApp before the promise settles. While `state.mayGoOn` is true,
   * WhatsApp may not have ended the call; then this function asks WhatsApp again.
   */
  hangUp(): Promise<void>;
  /** True (the default): the far end hears silence. */
  mute(isMuted?: boolean): void;
  /**
   * Keypad tones (RFC 4733): `0`-`9`, `*`, `#`, `A`-`D`, and `,` for a pause of 2 s.
   *
   * @throws SoftphoneError `invalid_state` when the call is not connected, `dtmf_unavailable`.
   */
  sendDtmf(tones: string, options?: { durationMs?: number; gapMs?: number }): void;
  /** @throws SoftphoneError if the device cannot be opened; the previous device stays in use. */
  setInputDevice(deviceId: string): Promise<void>;
  /** @throws SoftphoneError `device_failed`. */
  setOutputDevice(deviceId: string): Promise<void>;
}

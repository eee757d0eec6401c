import type { SoftphoneError } from "../errors/softphoneError.ts";
import type { CallQuality } from "./callQuality.ts";
import type { CallEndReason, CallState } from "./callState.ts";

export interface CallEvents {
  /** Every change of the state. */
  state: CallState;
  /** Several times a second, while there is a connection. */
  quality: CallQuality;
  /** The call goes on: `no_media`, `audio_blocked`, `microphone_interrupted`, `microphone_missing` (unplugged) ... */
  warning: SoftphoneError;
  /** Something did not work; `state.error` keeps it. */
  error: SoftphoneError;
  ended: { reason: CallEndReason; error: SoftphoneError | null };
}

/**
 * One call. Acts do nothing when the call is past them (a second click, a call that ended meanwhile), and
 * what goes wrong is told by `state.error` and the `error` event, so none of their promises rejects.
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
  /** Null before there is a connection; the last one after the end. */
  readonly quality: CallQuality | null;
  on<Name extends keyof CallEvents>(
    name: Name,
    listener: (event: CallEvents[Name]) => void,
  ): () => void;
  /**
   * Takes an incoming call: microphone, claim, pre-accept, audio, accept. When that fails, the call rings
   * on with `state.error`, unless it is over.
   */
  answer(): Promise<void>;
  /**
   * Leaves an incoming call to the other agents: it no longer rings in this browser's tabs, stays in
   * `softphone.state.calls` while it rings elsewhere, and may still be answered. `dismiss(false)` rings again.
   */
  dismiss(isDismissed?: boolean): void;
  /** Refuses an incoming call for everyone: the contact is told, and it rings nowhere any more. */
  reject(): Promise<void>;
  /**
   * Ends the call, whatever it is doing: here at once, and at WhatsApp before the promise settles. With `state.mayGoOn`
   * it is not known that WhatsApp has ended it, and this tells WhatsApp again.
   */
  hangUp(): Promise<void>;
  /** The far end hears silence. Default true. */
  mute(isMuted?: boolean): void;
  /**
   * Keypad tones (RFC 4733): `0`-`9`, `*`, `#`, `A`-`D`, and `,` for a pause of 2 s.
   *
   * @throws SoftphoneError `invalid_state` when the call is not connected, `dtmf_unavailable`.
   */
  sendDtmf(tones: string, options?: { durationMs?: number; gapMs?: number }): void;
  /** @throws SoftphoneError when it cannot be opened; the former one stays. */
  setInputDevice(deviceId: string): Promise<void>;
  /** @throws SoftphoneError `device_failed`. */
  setOutputDevice(deviceId: string): Promise<void>;
}

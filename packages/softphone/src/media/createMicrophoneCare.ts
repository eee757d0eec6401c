import type { Clock } from "../lib/clock.ts";

interface CareOptions {
  clock: Clock;
  /** Milliseconds until the first try to get the sound back. */
  pause: number;
  /** Opens the microphone anew and has it watched; rejects when that failed. */
  reopen(): Promise<void>;
  /** The system has taken the microphone's sound away, or given it back. */
  onInterrupted(isInterrupted: boolean): void;
  onError(error: unknown): void;
}

/** Looks after the microphone of a call. */
export interface MicrophoneCare {
  /** From now on this one, and no longer the former. */
  watch(track: MediaStreamTrack): void;
  stop(): void;
}

const slowest = 30_000;

/**
 * The system mutes a microphone for a phone call or a voice assistant, and not every browser gives its sound back:
 * Safari leaves the track muted, or silent though it says `unmute`. A new track has the sound, so one is
 * opened when the sound is said to be back, and again and again while it is not.
 */
export function createMicrophoneCare(options: CareOptions): MicrophoneCare {
  const { clock, reopen, onInterrupted, onError } = options;
  const listeners = { mute: onMute, unmute: restart, ended: restart };
  const types = Object.keys(listeners) as (keyof typeof listeners)[];
  let track: MediaStreamTrack | undefined;
  let cancel = () => {};
  let { pause } = options;

  function onMute(): void {
    onInterrupted(true);
    retry();
  }

  function retry(): void {
    cancel();
    cancel = clock.after(pause, async () => {
      const muted = track;
      // The microphone may be another program's still; that it is silent has been told.
      await reopen().catch(() => {});
      if (track === muted && muted?.muted) retry();
    });
    pause = Math.min(pause * 2, slowest);
  }

  async function restart(): Promise<void> {
    cancel();
    const former = track;
    await reopen().catch(onError);
    if (track === former && former?.muted === false) onInterrupted(false);
  }

  function stop(): void {
    cancel();
    for (const type of types) track?.removeEventListener(type, listeners[type]);
    track = undefined;
  }

  return {
    watch(next) {
      stop();
      track = next;
      for (const type of types) next.addEventListener(type, listeners[type]);
      if (next.muted) return onMute();
      ({ pause } = options);
      onInterrupted(false);
    },
    stop,
  };
}

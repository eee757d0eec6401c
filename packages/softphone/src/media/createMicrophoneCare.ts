import type { Clock } from "../lib/clock.ts";

interface CareOptions {
  clock: Clock;
  /** Milliseconds before the first attempt to reopen the microphone. */
  pause: number;
  /** Reopens the microphone and calls `watch` with the new track. Rejects if the microphone cannot be opened. */
  reopen(): Promise<void>;
  /** Called when the system mutes or unmutes the microphone. */
  onInterrupted(isInterrupted: boolean): void;
  onError(error: unknown): void;
}

/** Reopens the microphone of a call when the system mutes it. */
export interface MicrophoneCare {
  /** Watches this track in place of the previous one. */
  watch(track: MediaStreamTrack): void;
  stop(): void;
}

/** The longest pause between two attempts, in milliseconds. */
const slowest = 30_000;

/**
 * The system mutes a microphone for a phone call or a voice assistant, and not every browser restores the sound: in Safari,
 * the track stays muted, or it stays silent after its `unmute` event. A new track has sound. Therefore the microphone is
 * reopened after `unmute`, and repeatedly while the track stays muted.
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
      // Another program may still use the microphone. The agent has already been warned, so the error is ignored.
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

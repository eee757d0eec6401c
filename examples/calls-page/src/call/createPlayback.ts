/** The position in a recording, shared by its player and its transcript. */
export interface Playback {
  /** Follows this element until the returned function is called. */
  attach(audio: HTMLAudioElement): () => void;
  /** Seconds from the start; null while there is no recording to play. */
  getTime(): number | null;
  /** Jumps to this second and plays from there. Does nothing without a player. */
  play(seconds: number): void;
  setSpeed(speed: number): void;
  subscribe(listener: () => void): () => void;
}

const events = ["timeupdate", "seeked", "play", "pause", "ended", "loadedmetadata"] as const;

/** Creates the position of one recording. While it plays, listeners are called for each frame, because words are short. */
export function createPlayback(): Playback {
  const listeners = new Set<() => void>();
  let player: HTMLAudioElement | null = null;
  let speed = 1;
  let frame = 0;

  function tell(): void {
    for (const listener of listeners) listener();
    cancelAnimationFrame(frame);
    if (player && !player.paused) frame = requestAnimationFrame(tell);
  }

  return {
    attach(audio) {
      player = audio;
      audio.playbackRate = speed;
      for (const event of events) audio.addEventListener(event, tell);
      tell();
      return () => {
        for (const event of events) audio.removeEventListener(event, tell);
        if (player === audio) player = null;
        tell();
      };
    },
    getTime: () => player?.currentTime ?? null,
    play(seconds) {
      if (!player) return;
      player.currentTime = seconds;
      // A browser that does not allow to play leaves the position, and the agent presses play.
      void player.play().catch(() => {});
    },
    setSpeed(wanted) {
      speed = wanted;
      if (player) player.playbackRate = speed;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

import type { Voice } from "../media/farEnd.ts";
import { frameMs, silentFrame } from "./opusFrame.ts";

/** So much later an echo comes back: enough to tell it from one's own voice. */
const echoFrames = 500 / frameMs;
/** Of a pause of the process longer than this, what was not said is left out. */
const longestCatchUp = 10;

export interface MouthOptions {
  /** The Opus packets that `clip` repeats. */
  clip: readonly Uint8Array[];
  /** Gets an Opus packet and the number of its 20 ms since the mouth was made; some may be left out. */
  send(payload: Uint8Array, frame: number): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

/** Says a packet every 20 ms, of what the voice is. */
export function createMouth({ clip, send, now }: MouthOptions) {
  const start = now();
  let voice: Voice = "none";
  let next = 0;
  let since = 0;
  let echoes: { frame: number; payload: Uint8Array }[] = [];
  const timer = setInterval(tick, frameMs);

  function payloadOf(frame: number): Uint8Array | undefined {
    if (voice === "clip") return clip[(frame - since) % clip.length];
    if (voice === "silence") return silentFrame;
    if (voice === "none") return undefined;
    const [first] = echoes;
    return first && first.frame <= frame ? echoes.shift()?.payload : undefined;
  }

  function tick() {
    const due = Math.floor((now() - start) / frameMs);
    if (due - next > longestCatchUp) next = due;
    for (; next <= due; next++) {
      const payload = payloadOf(next);
      if (payload) send(payload, next);
    }
  }

  return {
    say(wanted: Voice): void {
      if (wanted === voice) return;
      voice = wanted;
      since = next;
      echoes = [];
    },
    voice: () => voice,
    /** What was heard, for the echo. */
    hear(payload: Uint8Array): void {
      if (voice === "echo" && echoes.length < 2 * echoFrames) {
        echoes.push({ frame: next + echoFrames, payload });
      }
    },
    stop: () => clearInterval(timer),
  };
}

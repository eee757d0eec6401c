import type { Voice } from "../media/farEnd.ts";
import { frameMs, silentFrame } from "./opusFrame.ts";

/** The delay of the echo, long enough to distinguish the echo from one's own voice. */
const echoFrames = 500 / frameMs;
/** The highest number of missed packets that are sent later. After a longer pause of the process, they are omitted. */
const longestCatchUp = 10;

export interface MouthOptions {
  /** The Opus packets that `clip` repeats. */
  clip: readonly Uint8Array[];
  /** Called with an Opus packet and its frame number: the frames of 20 ms since the start. Numbers may be missing. */
  send(payload: Uint8Array, frame: number): void;
  /** Milliseconds of a monotonic clock. */
  now(): number;
}

/** Creates a mouth, which sends a packet of the current voice every 20 ms. */
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
    /** Takes a received packet, for the echo. */
    hear(payload: Uint8Array): void {
      if (voice === "echo" && echoes.length < 2 * echoFrames) {
        echoes.push({ frame: next + echoFrames, payload });
      }
    },
    stop: () => clearInterval(timer),
  };
}

import { frameMs, rtpTicksPerFrame } from "../voice/opusFrame.ts";

/** A longer call is recorded so far. */
export const longestRecordingMs = 60_000;
const longestFrames = longestRecordingMs / frameMs;
/** A sender whose clock is so far off the time has begun to count anew. */
const longestDriftFrames = 1000 / frameMs;

/** What both sides of a call said: Opus packets by the 20 ms since the pickup that they are of. */
export interface Tape {
  business: readonly (Uint8Array | undefined)[];
  contact: readonly (Uint8Array | undefined)[];
}

/** Keeps the packets of a call as they come and go: nothing is encoded. */
export function createTape() {
  const business: (Uint8Array | undefined)[] = [];
  const contact: (Uint8Array | undefined)[] = [];
  /** How far the sender's count of frames is ahead of ours. */
  let ahead: number | undefined;

  return {
    say(payload: Uint8Array, frame: number): void {
      if (frame < longestFrames) contact[frame] = payload;
    },
    /** @param ms since the pickup: of the first packet it tells when that was said, of others their timestamp does. */
    hear({ timestamp, payload }: { timestamp: number; payload: Uint8Array }, ms: number): void {
      if (!isPlainFrame(payload)) return;
      const now = Math.floor(ms / frameMs);
      const counted = Math.round(timestamp / rtpTicksPerFrame);
      if (ahead === undefined || Math.abs(counted - ahead - now) > longestDriftFrames) {
        ahead = counted - now;
      }
      const frame = counted - ahead;
      // A copy: the payload is a part of a longer buffer.
      if (frame >= 0 && frame < longestFrames) business[frame] = Uint8Array.from(payload);
    },
    read: (): Tape => ({ business, contact }),
  };
}

/** One frame of 20 ms (RFC 6716, section 3.1), which is what WhatsApp has one send. */
function isPlainFrame(payload: Uint8Array): boolean {
  const [first] = payload;
  if (first === undefined || payload.length > 1 + 1275 || (first & 3) !== 0) return false;
  const configuration = first >> 3;
  if (configuration >= 16) return configuration % 4 === 3;
  return configuration >= 12 ? configuration % 2 === 1 : configuration % 4 === 1;
}

import { frameMs, rtpTicksPerFrame } from "../voice/opusFrame.ts";

/** A longer call is recorded up to here. */
export const longestRecordingMs = 60_000;
const longestFrames = longestRecordingMs / frameMs;
/** A larger difference between a sender's clock and the time means that its timestamps restarted. */
const longestDriftFrames = 1000 / frameMs;

/** What both sides of a call sent: Opus packets, by the number of their 20 ms since the pickup. */
export interface Tape {
  business: readonly (Uint8Array | undefined)[];
  contact: readonly (Uint8Array | undefined)[];
}

/** Keeps the packets of a call as they are sent and received, without encoding. */
export function createTape() {
  const business: (Uint8Array | undefined)[] = [];
  const contact: (Uint8Array | undefined)[] = [];
  /** How far the sender's count of frames is ahead of ours. */
  let ahead: number | undefined;

  return {
    say(payload: Uint8Array, frame: number): void {
      if (frame < longestFrames) contact[frame] = payload;
    },
    /** @param ms the time since the pickup. It places the first packet; the timestamps place the others. */
    hear({ timestamp, payload }: { timestamp: number; payload: Uint8Array }, ms: number): void {
      if (!isPlainFrame(payload)) return;
      const now = Math.floor(ms / frameMs);
      const counted = Math.round(timestamp / rtpTicksPerFrame);
      if (ahead === undefined || Math.abs(counted - ahead - now) > longestDriftFrames) {
        ahead = counted - now;
      }
      const frame = counted - ahead;
      // A copy, because the payload is part of a longer buffer.
      if (frame >= 0 && frame < longestFrames) business[frame] = Uint8Array.from(payload);
    },
    read: (): Tape => ({ business, contact }),
  };
}

/** One frame of 20 ms (RFC 6716, section 3.1), as WhatsApp requires. */
function isPlainFrame(payload: Uint8Array): boolean {
  const [first] = payload;
  if (first === undefined || payload.length > 1 + 1275 || (first & 3) !== 0) return false;
  const configuration = first >> 3;
  if (configuration >= 16) return configuration % 4 === 3;
  return configuration >= 12 ? configuration % 2 === 1 : configuration % 4 === 1;
}

import { frameMs, rtpTicksPerFrame } from "../voice/opusFrame.ts";

/** The length up to which a longer call is recorded. */
export const longestRecordingMs = 60_000;
const longestFrames = longestRecordingMs / frameMs;
/** If the sender's timestamps differ from the time by more than this, they have restarted. */
const longestDriftFrames = 1000 / frameMs;

/** The Opus packets that both sides of a call have sent. The index counts frames of 20 ms since the pickup. */
export interface Tape {
  business: readonly (Uint8Array | undefined)[];
  contact: readonly (Uint8Array | undefined)[];
}

/** Creates a tape. It keeps the packets of a call as they are sent and received, without encoding. */
export function createTape() {
  const business: (Uint8Array | undefined)[] = [];
  const contact: (Uint8Array | undefined)[] = [];
  /** The difference between the frame number in the sender's timestamps and our frame number. */
  let ahead: number | undefined;

  return {
    say(payload: Uint8Array, frame: number): void {
      if (frame < longestFrames) contact[frame] = payload;
    },
    /** @param ms the time since the pickup. It sets the position of the first packet; timestamps set the other positions. */
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

/** True for a packet of one 20 ms frame (RFC 6716, section 3.1), as WhatsApp requires. */
function isPlainFrame(payload: Uint8Array): boolean {
  const [first] = payload;
  if (first === undefined || payload.length > 1 + 1275 || (first & 3) !== 0) return false;
  const configuration = first >> 3;
  if (configuration >= 16) return configuration % 4 === 3;
  return configuration >= 12 ? configuration % 2 === 1 : configuration % 4 === 1;
}

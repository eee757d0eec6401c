import { type SimCall, talkMsOf } from "../calls/calls.ts";
import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import { createObjectId } from "../lib/createIds.ts";
import { longestRecordingMs, type Tape } from "../recording/createTape.ts";
import { writeOggOpus } from "../recording/writeOggOpus.ts";
import { type TranscriptSegment, writeTranscript } from "../recording/writeTranscript.ts";
import type { CaptureKind } from "../webhooks/callEvents.ts";

/** How long a file can be fetched: 30 days (YCloud, "Download call media"). */
const keptMs = 30 * 24 * 3_600_000;
/** How many tapes are kept. A tape needs at most half a megabyte. */
const keptTapes = 100;

/** A file that exists from the start and never expires, for a call that a seeded database contains. */
export interface MediaAsset {
  /** The `recording_asset` or `transcript_asset` of the call's row. */
  id: string;
  kind: CaptureKind;
  /** The length of the conversation, in seconds. */
  seconds: number;
  /** The content of a transcript. Default: the simulator's own dialogue. */
  segments?: readonly TranscriptSegment[];
}

interface MediaFile extends Omit<MediaAsset, "id"> {
  wacid?: string;
  expiresAt: number;
}

/** Creates the store of recordings and transcripts. A file is made when it is fetched. */
export function createMedia(now: () => number, assets: readonly MediaAsset[] = []) {
  const known = createBoundedMap<MediaFile>(memoryLimit);
  const tapes = createBoundedMap<Tape>(keptTapes);
  const lasting = new Map(
    assets.map(({ id, ...file }) => [id, { ...file, expiresAt: Number.POSITIVE_INFINITY }]),
  );

  return {
    /** Keeps what both sides of a call have sent, for its recording. */
    keepTape: ({ wacid }: SimCall, tape: Tape): void => tapes.set(wacid, tape),
    add(kind: CaptureKind, call: SimCall): string {
      const id = createObjectId();
      const { wacid } = call;
      known.set(id, { kind, wacid, seconds: talkMsOf(call) / 1000, expiresAt: now() + keptMs });
      return id;
    },
    /** Makes a file; undefined if it is unknown or has expired. */
    async get(
      id: string,
    ): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string; name: string } | undefined> {
      const file: MediaFile | undefined = lasting.get(id) ?? known.get(id);
      if (!file || now() > file.expiresAt) return undefined;
      const ms = file.seconds * 1000;
      if (file.kind === "recording") {
        const bytes = await record(ms, tapes.get(file.wacid ?? ""));
        return { bytes, type: "audio/ogg", name: `${id}.ogg` };
      }
      const bytes = new TextEncoder().encode(JSON.stringify(writeTranscript(ms, file.segments)));
      return { bytes, type: "application/json", name: `${id}.json` };
    },
    reset(): void {
      known.clear();
      tapes.clear();
    },
  };
}

/** Makes a recording from a tape. Without a tape, it repeats the contact's clip: the first time, this loads Opus. */
async function record(ms: number, tape: Tape | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const length = Math.min(ms, longestRecordingMs);
  if (tape) return writeOggOpus([(i) => tape.business[i], (i) => tape.contact[i]], length);
  const { createVoiceClip } = await import("../voice/createVoiceClip.ts");
  const clip = await createVoiceClip();
  return writeOggOpus([(frame) => clip[frame % clip.length]], length);
}

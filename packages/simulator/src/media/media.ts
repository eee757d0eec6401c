import { type SimCall, talkMsOf } from "../calls/calls.ts";
import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import { createObjectId } from "../lib/createIds.ts";
import { longestRecordingMs, type Tape } from "../recording/createTape.ts";
import { writeOggOpus } from "../recording/writeOggOpus.ts";
import { type TranscriptSegment, writeTranscript } from "../recording/writeTranscript.ts";
import type { CaptureKind } from "../webhooks/callEvents.ts";

/** Files can be fetched for 30 days (YCloud, "Download call media"). */
const keptMs = 30 * 24 * 3_600_000;
/** Of so many calls it is kept what was said: half a megabyte each at the most. */
const keptTapes = 100;

/** A file that the simulator has from its start on and for good: of a call that a database was seeded with. */
export interface MediaAsset {
  /** What the call's row has as its `recording_asset` or `transcript_asset`. */
  id: string;
  kind: CaptureKind;
  /** How long was talked. */
  seconds: number;
  /** What a transcript says; a dialogue of the simulator's own by default. */
  segments?: readonly TranscriptSegment[];
}

interface MediaFile extends Omit<MediaAsset, "id"> {
  wacid?: string;
  expiresAt: number;
}

/** Recordings and transcripts; a file is made when it is fetched. */
export function createMedia(now: () => number, assets: readonly MediaAsset[] = []) {
  const known = createBoundedMap<MediaFile>(memoryLimit);
  const tapes = createBoundedMap<Tape>(keptTapes);
  const lasting = new Map(
    assets.map(({ id, ...file }) => [id, { ...file, expiresAt: Number.POSITIVE_INFINITY }]),
  );

  return {
    /** What was said in a call, for its recording. */
    keepTape: ({ wacid }: SimCall, tape: Tape): void => tapes.set(wacid, tape),
    add(kind: CaptureKind, call: SimCall): string {
      const id = createObjectId();
      const { wacid } = call;
      known.set(id, { kind, wacid, seconds: talkMsOf(call) / 1000, expiresAt: now() + keptMs });
      return id;
    },
    /** Undefined when there is no such file, or none any more. */
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

/** Where nothing was said, the contact's clip over and over: Opus loads, and the clip is encoded, the first time. */
async function record(ms: number, tape: Tape | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const length = Math.min(ms, longestRecordingMs);
  if (tape) return writeOggOpus([(i) => tape.business[i], (i) => tape.contact[i]], length);
  const { createVoiceClip } = await import("../voice/createVoiceClip.ts");
  const clip = await createVoiceClip();
  return writeOggOpus([(frame) => clip[frame % clip.length]], length);
}

import { type Provider, type SimCall, talkMsOf } from "../calls/calls.ts";
import { createBoundedMap, memoryLimit } from "../lib/boundedMap.ts";
import { longestRecordingMs, type Tape } from "../recording/createTape.ts";
import { writeOggOpus } from "../recording/writeOggOpus.ts";
import {
  type Transcript,
  type TranscriptSegment,
  writeTranscript,
} from "../recording/writeTranscript.ts";

export type CaptureKind = "recording" | "transcription";

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
  /** Undefined if every provider has the file. */
  provider?: Provider;
  expiresAt: number;
}

/** The content of a file. */
export interface MediaContent {
  bytes: Uint8Array<ArrayBuffer>;
  /** The MIME type. */
  type: string;
  name: string;
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
    /** Adds a file of a call, which its provider keeps for `keptMs`. */
    add(kind: CaptureKind, call: SimCall, { id, keptMs }: { id: string; keptMs: number }): string {
      const { wacid, business } = call;
      const seconds = talkMsOf(call) / 1000;
      known.set(id, {
        ...{ kind, wacid, seconds },
        provider: business.provider,
        expiresAt: now() + keptMs,
      });
      return id;
    },
    /**
     * Makes a file; undefined if the provider does not have it or it has expired.
     *
     * @param writeDocument returns a transcript in the provider's form. Default: the simulator's own form.
     */
    async get(
      provider: Provider,
      id: string,
      writeDocument: (transcript: Transcript, seconds: number) => object = (own) => own,
    ): Promise<MediaContent | undefined> {
      const file: MediaFile | undefined = lasting.get(id) ?? known.get(id);
      if (!file || now() > file.expiresAt) return undefined;
      if ((file.provider ?? provider) !== provider) return undefined;
      const ms = file.seconds * 1000;
      if (file.kind === "recording") {
        const bytes = await record(ms, tapes.get(file.wacid ?? ""));
        return { bytes, type: "audio/ogg", name: `${id}.ogg` };
      }
      const document = writeDocument(writeTranscript(ms, file.segments), file.seconds);
      const bytes = new TextEncoder().encode(JSON.stringify(document));
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

export type Media = ReturnType<typeof createMedia>;

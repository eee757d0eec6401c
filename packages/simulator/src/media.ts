import { createBoundedMap, memoryLimit } from "./boundedMap.ts";
import type { CaptureKind } from "./callEvents.ts";
import type { SimCall } from "./calls.ts";
import { createObjectId } from "./createIds.ts";
import { createSilentOgg } from "./createSilentOgg.ts";

/** Files can be fetched for 30 days (YCloud, "Download call media"). */
const keptMs = 30 * 24 * 3_600_000;

interface MediaFile {
  kind: CaptureKind;
  call: SimCall;
  createdAt: number;
}

/** Recordings and transcripts; a file is made when it is fetched. */
export function createMedia(now: () => number) {
  const known = createBoundedMap<MediaFile>(memoryLimit);
  return {
    add(kind: CaptureKind, call: SimCall): string {
      const id = createObjectId();
      known.set(id, { kind, call, createdAt: now() });
      return id;
    },
    /** Undefined when there is no such file, or none any more. */
    get(id: string): { bytes: Uint8Array<ArrayBuffer>; type: string; name: string } | undefined {
      const file = known.get(id);
      if (!file || now() - file.createdAt > keptMs) return undefined;
      if (file.kind === "recording") {
        return { bytes: createSilentOgg(1), type: "audio/ogg", name: `${id}.ogg` };
      }
      const text = JSON.stringify(transcriptOf(file.call));
      return {
        bytes: new TextEncoder().encode(text),
        type: "application/json",
        name: `${id}.json`,
      };
    },
    reset: () => known.clear(),
  };
}

/** The words of a simulated call, as `transcript` of a flat webhook has them. */
export const transcriptText = "Hola, ¿en qué puedo ayudarle? Quisiera información, por favor.";

/** YCloud does not document the form of its transcripts; this one is ours. */
function transcriptOf(call: SimCall) {
  const [agent = "", contact = ""] = transcriptText.split(/(?<=\?) /);
  return {
    wacid: call.wacid,
    language: "es",
    text: transcriptText,
    segments: [
      { start: 0, end: 2, speaker: "business", text: agent },
      { start: 2, end: 4, speaker: "user", text: contact },
    ],
  };
}

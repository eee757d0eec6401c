import { isRecord } from "./isRecord.ts";

/** A word with its time in the recording, in seconds from the start. */
export interface TranscriptWord {
  text: string;
  start: number;
  end: number;
}

/** A passage that one person spoke without a pause. */
export interface TranscriptSegment {
  /** The person who speaks; null if the provider does not name the speaker. */
  speaker: "agent" | "contact" | null;
  text: string;
  /** Seconds from the start of the recording; null when not given. */
  start: number | null;
  end: number | null;
  /** The words with their times; empty when the provider gives none. */
  words: TranscriptWord[];
}

export interface CallTranscript {
  /** The whole text. */
  text: string;
  /** In the provider's notation, such as `es`; null when not given. */
  language: string | null;
  /** In the provider's order; empty when the provider gave only text. */
  segments: TranscriptSegment[];
}

/**
 * Reads a transcript in the form of WhatsApp's document, `{ transcript: { text, language, segments } }` ("Call
 * transcription"), or the same document without its envelope. A provider may send another form, so a text in an unknown form
 * is returned unchanged.
 */
export function readTranscript(text: string): CallTranscript {
  const document = parseJson(text);
  const body = isRecord(document) && isRecord(document.transcript) ? document.transcript : document;
  if (typeof body === "string") return { text: body, language: null, segments: [] };
  if (!isRecord(body)) return { text, language: null, segments: [] };
  const segments = Array.isArray(body.segments) ? body.segments.flatMap(readSegment) : [];
  const whole =
    readText(body.text) ??
    (isRecord(document) ? readText(document.transcript) : null) ??
    (isKnownForm(body) ? segments.map((segment) => segment.text).join("\n") : text);
  return { text: whole, language: readText(body.language), segments };
}

/** True for WhatsApp's document, also if nobody spoke in a language that WhatsApp supports: its text is then empty. */
const isKnownForm = ({ text, segments }: Record<string, unknown>) =>
  typeof text === "string" || Array.isArray(segments);

const speakers: ReadonlyMap<string, TranscriptSegment["speaker"]> = new Map([
  ["business", "agent"],
  ["agent", "agent"],
  ["customer", "contact"],
  ["user", "contact"],
  ["contact", "contact"],
]);
/** The speakers by audio channel. Channel 0 is the business ("Call transcription"). */
const channels: readonly TranscriptSegment["speaker"][] = ["agent", "contact"];

function readSegment(value: unknown): TranscriptSegment[] {
  const text = isRecord(value) ? readText(value.text) : null;
  if (!isRecord(value) || text === null) return [];
  const named = speakers.get(writeScalar(value.speaker).toLowerCase());
  const speaker = named ?? channels[Number(writeScalar(value.channel) || Number.NaN)] ?? null;
  const words = Array.isArray(value.words) ? value.words.flatMap(readWord) : [];
  return [{ speaker, text, start: readSeconds(value.start), end: readSeconds(value.end), words }];
}

/** Writes a text or a number. The conversion of an object could throw, because its `toString` may be any value. */
function writeScalar(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

function readWord(value: unknown): TranscriptWord[] {
  if (!isRecord(value)) return [];
  const text = readText(value.word) ?? readText(value.text);
  const [start, end] = [readSeconds(value.start), readSeconds(value.end)];
  return text === null || start === null ? [] : [{ text, start, end: end ?? start }];
}

function readText(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function readSeconds(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // The transcript in a flat payload is plain text.
  }
}

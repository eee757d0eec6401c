/** What one side said without a pause. Times are in seconds since the pickup. */
export interface TranscriptSegment {
  start: number;
  end: number;
  speaker: "business" | "user";
  text: string;
}

const talk: readonly TranscriptSegment[] = [
  { start: 0, end: 2.4, speaker: "business", text: "Hola, ¿en qué puedo ayudarle?" },
  { start: 2.8, end: 5.2, speaker: "user", text: "Quisiera información, por favor." },
  { start: 5.6, end: 8.4, speaker: "business", text: "Con gusto. ¿Qué le gustaría saber?" },
  { start: 8.8, end: 11.8, speaker: "user", text: "¿A qué hora abren mañana?" },
  { start: 12.2, end: 15.6, speaker: "business", text: "De nueve a seis. Aquí lo esperamos." },
  { start: 16, end: 18.4, speaker: "user", text: "Perfecto, muchas gracias." },
];

/** Spreads the words of a segment evenly over its time. */
function readWords({ start, end, text }: TranscriptSegment) {
  const words = text.split(" ");
  const seconds = (end - start) / words.length;
  const at = (count: number) => Math.round((start + count * seconds) * 100) / 100;
  return words.map((word, index) => ({ word, start: at(index), end: at(index + 1) }));
}

/** Writes a transcript, without segments after the end. Segments and words are those of Meta's document; YCloud does not document its format. */
export function writeTranscript(ms: number, segments: readonly TranscriptSegment[] = talk) {
  const seconds = ms / 1000;
  const said = segments
    .filter(({ start }) => start <= seconds)
    .map((segment) => ({ ...segment, end: Math.min(segment.end, seconds) }))
    .map((segment) => ({ ...segment, words: readWords(segment) }));
  return { language: "es", text: said.map(({ text }) => text).join(" "), segments: said };
}

export type Transcript = ReturnType<typeof writeTranscript>;

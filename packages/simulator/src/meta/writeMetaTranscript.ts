import type { Transcript } from "../recording/writeTranscript.ts";

/** The simulator is sure of every word. */
const confidence = 1;
const sides = {
  business: { speaker: "Business", channel: 0 },
  user: { speaker: "Customer", channel: 1 },
} as const;

/** Writes a transcript as Meta's document (Meta, "Call transcription"). */
export function writeMetaTranscript({ language, text, segments }: Transcript, seconds: number) {
  return {
    metadata: {
      audio: { duration: seconds, sample_rate: 48_000, channels: 2, audio_format: "ogg" },
    },
    transcript: {
      text,
      language,
      duration: seconds,
      confidence,
      segments: segments.map(({ speaker, words, ...segment }, id) => ({
        id,
        ...segment,
        ...sides[speaker],
        confidence,
        words: words.map((word) => ({ ...word, confidence, lang: language })),
      })),
    },
  };
}

import type { TranscriptSegment } from "@skale-calls/supabase-adapter";

/** A word, or a whole passage whose words have no times. */
export interface TimedWord {
  text: string;
  /** Seconds from the start of the recording; null when not known. */
  start: number | null;
  /** The position among all words of the transcript. */
  index: number;
}

export interface Passage {
  speaker: TranscriptSegment["speaker"];
  start: number | null;
  words: TimedWord[];
}

/** Reads the passages of a transcript and numbers their words. */
export function readPassages(segments: readonly TranscriptSegment[]): Passage[] {
  let index = 0;
  return segments.map(({ speaker, start, text, words }) => {
    const parts = words.length > 0 ? words : [{ text, start }];
    return {
      speaker,
      start,
      words: parts.map((part) => ({ text: part.text, start: part.start, index: index++ })),
    };
  });
}

/**
 * Finds the word that is spoken at this second: the last one that has begun. Returns -1 before the first word. Both speakers may
 * talk at once, so the starts need not be in order.
 */
export function findWord(words: readonly TimedWord[], seconds: number | null): number {
  let found = -1;
  let latest = Number.NEGATIVE_INFINITY;
  if (seconds === null) return found;
  for (const { start, index } of words) {
    if (start === null || start > seconds || start < latest) continue;
    latest = start;
    found = index;
  }
  return found;
}

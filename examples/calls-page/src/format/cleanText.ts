/** Marks that turn the direction of what follows: with U+202E `gnp.exe` reads `exe.png`. */
const directionMarks = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text that somebody else wrote, for one line: without direction marks, and with spaces for line breaks and control
 * characters. Show it in a `<bdi>`, so that a name from right to left leaves what is beside it in its place.
 */
export function cleanText(text: string): string {
  return text
    .replace(directionMarks, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

/** Marks that change the direction of the following text. For example, after U+202E the text `gnp.exe` appears as `exe.png`. */
const directionMarks = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/**
 * Cleans a text from another person for display in one line: removes direction marks, and replaces line breaks and control
 * characters with spaces. Show the result in a `<bdi>`, so that a right-to-left name does not move the text beside it.
 */
export function cleanText(text: string): string {
  return text
    .replace(directionMarks, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

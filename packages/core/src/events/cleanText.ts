/** Returns a text that Postgres accepts: without NUL, and with U+FFFD in place of each lone surrogate. */
export function cleanText(text: string): string {
  const isClean = text.isWellFormed() && !text.includes("\0");
  return isClean ? text : text.replaceAll("\0", "").toWellFormed();
}

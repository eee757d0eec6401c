/** A string that Postgres takes: without NUL, and with U+FFFD for lone surrogates. */
export function cleanText(text: string): string {
  const isClean = text.isWellFormed() && !text.includes("\0");
  return isClean ? text : text.replaceAll("\0", "").toWellFormed();
}

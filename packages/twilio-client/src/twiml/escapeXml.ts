const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  // In an attribute, a parser replaces these by a space.
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/**
 * Escapes text for an element or an attribute of XML 1.0. Removes the characters that XML cannot contain: control
 * characters, lone surrogates, U+FFFE and U+FFFF.
 *
 * @example
 * escapeXml("Ana & <Luis>"); // "Ana &amp; &lt;Luis&gt;"
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? "");
}

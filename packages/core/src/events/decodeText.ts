/**
 * Decodes the text of a body. A byte order mark of UTF-16 decides the charset; without one, the `charset` of the
 * content type decides; the default is UTF-8. The decoded text contains no byte order mark.
 *
 * @throws TypeError if the bytes are not valid in this charset.
 */
export function decodeText(body: Uint8Array, contentType = ""): string {
  return decoderOf(body, contentType).decode(body);
}

function decoderOf([first, second]: Uint8Array, contentType: string): TextDecoder {
  if (first === 0xff && second === 0xfe) return strict("utf-16le");
  if (first === 0xfe && second === 0xff) return strict("utf-16be");
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType) ?? [];
  try {
    return strict(charset);
  } catch {
    // The charset is unknown. Nearly all bodies are UTF-8.
    return strict("utf-8");
  }
}

const strict = (charset: string) => new TextDecoder(charset, { fatal: true });

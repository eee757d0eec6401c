/**
 * Decodes the text of a body. The byte order mark decides the charset, else the `charset` of the content type, else it is
 * UTF-8. The text does not contain the byte order mark.
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
    // An unknown charset: nearly all bodies are UTF-8.
    return strict("utf-8");
  }
}

const strict = (charset: string) => new TextDecoder(charset, { fatal: true });

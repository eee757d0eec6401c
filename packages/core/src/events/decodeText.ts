/**
 * Decodes the text of a body. A byte order mark of UTF-16 decides the charset; without one, the `charset` of the
 * content type decides; the default is UTF-8. The decoded text contains no byte order mark.
 *
 * @throws TypeError if the bytes are not valid in this charset.
 */
export function decodeText(body: Uint8Array, contentType = ""): string {
  if (body[0] === 0xff && body[1] === 0xfe) return strict("utf-16le").decode(body);
  if (body[0] === 0xfe && body[1] === 0xff) return strict("utf-16be").decode(body);
  const [, charset] = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType) ?? [];
  return (charset === undefined ? undefined : decodeAs(charset, body)) ?? decodeUtf8(body);
}

/** Returns undefined if the charset is unknown. Nearly all bodies are UTF-8. */
function decodeAs(charset: string, body: Uint8Array): string | undefined {
  let decoder: TextDecoder;
  try {
    decoder = strict(charset);
  } catch {
    return undefined;
  }
  return decoder.decode(body);
}

/**
 * Decodes UTF-8. Deno's decoder takes four times as long if it must throw at invalid bytes, so only a text with U+FFFD,
 * which replaces them, is decoded again.
 */
function decodeUtf8(body: Uint8Array): string {
  const text = lenient.decode(body);
  return text.includes("\ufffd") ? strict("utf-8").decode(body) : text;
}

const lenient = new TextDecoder();
const strict = (charset: string) => new TextDecoder(charset, { fatal: true });

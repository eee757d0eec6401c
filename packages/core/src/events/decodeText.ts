/**
 * The text of a body: by its byte order mark, else by the `charset` of its content type, else UTF-8. A byte order mark is
 * left out.
 *
 * @throws TypeError when the bytes are no such text.
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
    // A name that nobody knows: nearly all that is sent is UTF-8.
    return strict("utf-8");
  }
}

const strict = (charset: string) => new TextDecoder(charset, { fatal: true });

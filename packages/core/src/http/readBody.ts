import { CallsError } from "../vocabulary/callsError.ts";

/** The largest body that is accepted, in bytes. It has the size of the largest webhook that a sender documents. */
const maxBodyBytes = 3_000_000;

export interface SentBody {
  /** The decoded bytes. */
  body: Uint8Array;
  /** The bytes as they were sent; the same bytes if the body was not encoded. */
  asSent: Uint8Array;
}

/**
 * Reads a request's body of at most 3 MB, and decodes gzip and deflate.
 *
 * @throws CallsError `body_too_large` as soon as the limit is exceeded; `unsupported_media`.
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  return (await readSentBody(request)).body;
}

/**
 * Reads a body like `readBody`, and also returns the bytes as they were sent, because a sender may have signed these
 * bytes.
 */
export async function readSentBody(request: Request): Promise<SentBody> {
  const asSent = await readBytes(request);
  return { body: await decode(asSent, request.headers.get("content-encoding") ?? ""), asSent };
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const length = request.headers.get("content-length");
  if (Number(length) > maxBodyBytes) throw new CallsError("body_too_large");
  if (length === null) return request.body ? readStream(request.body) : new Uint8Array();
  // A server ends a body at its announced length, so it needs no count, and no stream is created for it.
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > maxBodyBytes) throw new CallsError("body_too_large");
  return bytes;
}

async function readStream(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel();
      throw new CallsError("body_too_large");
    }
    chunks.push(value);
  }
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const body = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

type Format = "gzip" | "deflate" | "deflate-raw";

/**
 * Decodes a body. Some gateways decode a body but keep its `Content-Encoding` header, and some senders omit this
 * header, so gzip is recognised by its first bytes. A body that was encoded twice is refused.
 */
async function decode(body: Uint8Array, encoding: string): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name.includes(",")) throw new CallsError("unsupported_media");
  if (isGzip(body)) {
    const decoded = await decodeAs(["gzip"], body);
    if (isGzip(decoded)) throw new CallsError("unsupported_media");
    return decoded;
  }
  if (/^(?:identity|(?:x-)?gzip)?$/.test(name)) return body;
  // Some senders of `deflate` omit zlib's header.
  return decodeAs(name === "deflate" ? ["deflate", "deflate-raw"] : [], body);
}

const isGzip = (body: Uint8Array) => body[0] === 0x1f && body[1] === 0x8b;

async function decodeAs(tries: readonly Format[], body: Uint8Array): Promise<Uint8Array> {
  let cause: unknown;
  for (const format of tries) {
    try {
      const decoder = new DecompressionStream(format);
      return await readStream(new Blob([body as BlobPart]).stream().pipeThrough(decoder));
    } catch (error) {
      if (error instanceof CallsError) throw error;
      cause = error;
    }
  }
  throw new CallsError("unsupported_media", cause === undefined ? {} : { cause });
}

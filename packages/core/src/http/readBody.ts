import { CallsError } from "../vocabulary/callsError.ts";

/** The limit for any body: the largest webhook that a sender documents. */
const maxBodyBytes = 3_000_000;

/**
 * Reads a request's body, at most 3 MB.
 *
 * @throws CallsError `body_too_large`, without reading the rest.
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  const length = Number(request.headers.get("content-length") ?? 0);
  if (length > maxBodyBytes) throw new CallsError("body_too_large");
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
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

import {
  type MediaKind,
  mediaContentTypes,
  mediaHeadBytes,
  mediaSizes,
  mediaTypes,
} from "../rules/media.ts";
import { createSha256 } from "../signature/createSha256.ts";
import { CallsError } from "../vocabulary/callsError.ts";

/** A file whose beginning has been checked, and whose rest is checked while it is read. */
export interface CheckedMedia {
  type: string;
  /** Fails with `media_too_large` when the limit is exceeded. Reads from the provider only as fast as it is read itself. */
  body: ReadableStream<Uint8Array>;
  /** The size and the hash. Complete when `body` has ended. */
  read(): { bytes: number; sha256: string };
  /** Why `body` failed. The one who reads it may report another error. */
  problem(): unknown;
}

/**
 * Checks a file from a provider: its type by its first bytes, its size while it is read. The provider's `Content-Length` is not
 * trusted, but a too large one is refused at once.
 *
 * @throws CallsError `media_type_refused`, `media_too_large`; errors of the provider's stream.
 */
export async function checkMedia(
  response: Response,
  kind: MediaKind,
  { limit = mediaSizes[kind], signal }: { limit?: number; signal?: AbortSignal } = {},
): Promise<CheckedMedia> {
  const given = response.headers.get("content-type");
  const reader = response.body && readUntil(response.body.getReader(), signal);
  try {
    if (Number(response.headers.get("content-length")) > limit) {
      throw new CallsError("media_too_large");
    }
    if (!reader || (given !== null && !mediaContentTypes[kind].test(given))) {
      throw new CallsError("media_type_refused");
    }
    const head = await readHead(reader);
    const text = String.fromCharCode(...head.bytes);
    const known = mediaTypes.find((file) => file.kind === kind && file.begins.test(text));
    if (!known) throw new CallsError("media_type_refused");
    return { type: known.type, ...passOn(reader, head.chunks, limit) };
  } catch (error) {
    // The provider's connection is closed. The reason of the refusal is more useful than a failure to close it.
    await reader?.cancel().catch(() => {});
    throw error;
  }
}

type Reader = Pick<ReadableStreamDefaultReader<Uint8Array>, "read" | "cancel">;

/** Ends a reading when the signal does, with the signal's reason. */
function readUntil(reader: Reader, signal: AbortSignal | undefined): Reader {
  const cancel = (reason?: unknown) => reader.cancel(reason);
  signal?.addEventListener("abort", () => void cancel(signal.reason).catch(() => {}), {
    once: true,
  });
  return {
    cancel,
    async read() {
      const result = await reader.read();
      // A cancelled stream ends as if it were complete.
      signal?.throwIfAborted();
      return result;
    },
  };
}

async function readHead(reader: Reader): Promise<{ bytes: Uint8Array; chunks: Uint8Array[] }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < mediaHeadBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  const bytes = new Uint8Array(Math.min(length, mediaHeadBytes));
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, bytes.length - at);
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, chunks };
}

function passOn(
  reader: Reader,
  first: Uint8Array[],
  limit: number,
): Pick<CheckedMedia, "body" | "read" | "problem"> {
  const hash = createSha256();
  let bytes = 0;
  let problem: unknown;

  async function next(): Promise<Uint8Array | undefined> {
    const chunk = first.shift() ?? (await reader.read()).value;
    if (chunk === undefined) return undefined;
    bytes += chunk.length;
    if (bytes > limit) throw new CallsError("media_too_large");
    hash.update(chunk);
    return chunk;
  }

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await next();
          if (chunk === undefined) controller.close();
          else controller.enqueue(chunk);
        } catch (error) {
          problem = error;
          controller.error(error);
          await reader.cancel(error).catch(() => {});
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { body, read: () => ({ bytes, sha256: hash.hex() }), problem: () => problem };
}

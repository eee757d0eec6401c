/** A synchronous hash whose blocks have 64 bytes, such as SHA-1 and SHA-256. */
export interface BlockHash {
  readonly digestBytes: number;
  /** Returns the digest in lower-case hex. A text is encoded as UTF-8. */
  hex(data: string | Uint8Array): string;
  /** Writes the bytes of the digest into `target`. */
  write(target: Uint8Array, start: number, data: Uint8Array): void;
}

type Parts = readonly (string | Uint8Array)[];

/** Returns the HMAC of the parts, one after the other. */
export type Hmac = (key: string, ...parts: Parts) => string;

const blockBytes = 64;
/** The size of the buffer that every inner message uses again. A webhook with an SDP fits into it. */
const roomBytes = 16 * 1024;
/** The number of keys whose pads are kept. A service has only a few secrets. */
const maxKeys = 8;

/** The two blocks that RFC 2104 derives from a key: `key ^ ipad`, and `key ^ opad` with space for the inner digest. */
interface Pads {
  inner: Uint8Array;
  outer: Uint8Array;
}

/**
 * Creates a function that computes the HMAC of its parts, one after the other, in lower-case hex. It uses two
 * hashes (RFC 2104) and keeps the pads of the last keys. Node's `createHmac` creates an object for each message and
 * reads the key each time. With Node's `hash`, this function computes 1.9 times as many HMACs of 540 bytes per second
 * as `createHmac` on Node 24 with SHA-256, and 1.6 times as many on Deno 2.9. With it, 1.4 times (Node) and 2.1 times (Deno) as many
 * webhooks are verified and parsed per second (`measureReaders` in `bench`, November 2026).
 */
export function makeHmac(hash: BlockHash): Hmac {
  const padsByKey = new Map<string, Pads>();
  const room = new Uint8Array(roomBytes);

  function padsOf(key: string): Pads {
    const known = padsByKey.get(key);
    if (known) return known;
    if (padsByKey.size >= maxKeys) padsByKey.clear();
    const pads = makePads(keyBlock(hash, key), hash.digestBytes);
    padsByKey.set(key, pads);
    return pads;
  }

  return (key, ...parts) => {
    const { inner, outer } = padsOf(key);
    const most = blockBytes + mostBytes(parts);
    const message = most > roomBytes ? new Uint8Array(most) : room;
    message.set(inner);
    const end = writeParts(message, blockBytes, parts);
    hash.write(outer, blockBytes, message.subarray(0, end));
    return hash.hex(outer);
  };
}

/** Returns the key as one block, filled with zeros. A key that is longer than a block is replaced by its hash. */
function keyBlock(hash: BlockHash, key: string): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const bytes = encoder.encode(key);
  if (bytes.length > blockBytes) hash.write(block, 0, bytes);
  else block.set(bytes);
  return block;
}

function makePads(block: Uint8Array, digestBytes: number): Pads {
  const outer = new Uint8Array(blockBytes + digestBytes);
  outer.set(block.map((byte) => byte ^ 0x5c));
  return { inner: block.map((byte) => byte ^ 0x36), outer };
}

const encoder = new TextEncoder();

/** Returns the most bytes that the parts may need. A UTF-16 unit needs at most three bytes of UTF-8. */
function mostBytes(parts: Parts): number {
  let bytes = 0;
  for (const part of parts) bytes += typeof part === "string" ? part.length * 3 : part.length;
  return bytes;
}

/** Writes the parts one after the other, and returns the position after the last part. */
function writeParts(target: Uint8Array, start: number, parts: Parts): number {
  let end = start;
  for (const part of parts) {
    if (typeof part === "string") {
      end += encoder.encodeInto(part, target.subarray(end)).written;
    } else {
      target.set(part, end);
      end += part.length;
    }
  }
  return end;
}

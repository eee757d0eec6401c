/** `crypto.hash` of Node and Deno; `binary` means one character for each byte. */
export type OneShotHash = (
  algorithm: "sha256",
  data: string | Uint8Array,
  encoding: "hex" | "binary",
) => string;

type Parts = readonly (string | Uint8Array)[];

const blockBytes = 64;
const digestBytes = 32;
/** The largest inner message; a webhook with an SDP is smaller. */
const roomBytes = 16 * 1024;
/** How many keys are kept. A service has a few secrets; further ones are prepared again each time. */
const maxKeys = 8;

/** A key prepared by RFC 2104: `key ^ ipad`, and `key ^ opad` with space for the inner digest. */
interface Pads {
  inner: Uint8Array;
  outer: Uint8Array;
}

/**
 * HMAC-SHA256 as two one-shot hashes (RFC 2104). For a webhook it takes half the time of `createHmac`,
 * which creates an object for each message and prepares the key each time. The pads of the last keys are
 * kept. Returns lower-case hex; undefined for a message larger than the buffer of 16 kB, where this is
 * not faster.
 */
export function makeOneShotHmac(hash: OneShotHash) {
  const padsByKey = new Map<string, Pads>();
  const room = new Uint8Array(roomBytes);

  function padsOf(key: string): Pads {
    const known = padsByKey.get(key);
    if (known) return known;
    if (padsByKey.size >= maxKeys) padsByKey.clear();
    const pads = makePads(keyBlock(hash, key));
    padsByKey.set(key, pads);
    return pads;
  }

  return (key: string, parts: Parts): string | undefined => {
    const { inner, outer } = padsOf(key);
    room.set(inner);
    const end = writeParts(room, blockBytes, parts);
    if (end === undefined) return undefined;
    writeBinary(outer, blockBytes, hash("sha256", room.subarray(0, end), "binary"));
    return hash("sha256", outer, "hex");
  };
}

/** The key as a block: padded with zeros; its hash where it is longer than a block. */
function keyBlock(hash: OneShotHash, key: string): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const bytes = encoder.encode(key);
  if (bytes.length > blockBytes) writeBinary(block, 0, hash("sha256", bytes, "binary"));
  else block.set(bytes);
  return block;
}

function makePads(block: Uint8Array): Pads {
  const outer = new Uint8Array(blockBytes + digestBytes);
  outer.set(block.map((byte) => byte ^ 0x5c));
  return { inner: block.map((byte) => byte ^ 0x36), outer };
}

const encoder = new TextEncoder();

/** Writes the parts one after the other and returns the end; undefined where they do not fit. */
function writeParts(target: Uint8Array, start: number, parts: Parts): number | undefined {
  let end = start;
  for (const part of parts) {
    if (typeof part === "string") {
      const { read, written } = encoder.encodeInto(part, target.subarray(end));
      if (read < part.length) return undefined;
      end += written;
    } else {
      if (part.length > target.length - end) return undefined;
      target.set(part, end);
      end += part.length;
    }
  }
  return end;
}

function writeBinary(target: Uint8Array, start: number, binary: string): void {
  for (let i = 0; i < binary.length; i++) target[start + i] = binary.charCodeAt(i);
}

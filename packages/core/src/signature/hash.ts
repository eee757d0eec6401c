import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { makeOneShotHmac, type OneShotHash } from "./oneShotHmac.ts";

/** SHA-256, synchronous. Text is taken as UTF-8, results are lower-case hex. */
export interface Hashes {
  hmacSha256Hex(key: string, ...parts: readonly (string | Uint8Array)[]): string;
  sha256Hex(data: string | Uint8Array): string;
}

/** The part of `node:crypto` that is used here. */
export interface NodeCrypto {
  createHmac(algorithm: string, key: string): NodeDigest;
  createHash(algorithm: string): NodeDigest;
  /** Hashes in one call, twice as fast; exists only in newer versions. */
  hash?: OneShotHash;
}
interface NodeDigest {
  update(data: string | Uint8Array): NodeDigest;
  digest(encoding: "hex"): string;
}

export function nodeHashes(crypto: NodeCrypto): Hashes {
  const streaming = streamingHashes(crypto);
  const { hash } = crypto;
  if (!hash) return streaming;
  const oneShotHmac = makeOneShotHmac(hash);
  return {
    hmacSha256Hex: (key, ...parts) =>
      oneShotHmac(key, parts) ?? streaming.hmacSha256Hex(key, ...parts),
    sha256Hex: (data) => hash("sha256", data, "hex"),
  };
}

function streamingHashes(crypto: NodeCrypto): Hashes {
  return {
    hmacSha256Hex(key, ...parts) {
      const mac = crypto.createHmac("sha256", key);
      for (const part of parts) mac.update(part);
      return mac.digest("hex");
    },
    sha256Hex: (data) => crypto.createHash("sha256").update(data).digest("hex"),
  };
}

const encoder = new TextEncoder();
const bytes = (data: string | Uint8Array) =>
  typeof data === "string" ? encoder.encode(data) : data;

export const nobleHashes: Hashes = {
  hmacSha256Hex(key, ...parts) {
    const mac = hmac.create(sha256, bytes(key));
    for (const part of parts) mac.update(bytes(part));
    return bytesToHex(mac.digest());
  },
  sha256Hex: (data) => bytesToHex(sha256(bytes(data))),
};

/**
 * The fastest hashes of the runtime: `node:crypto` in Node and Deno, which is ten times faster than
 * WebCrypto and synchronous, else plain JavaScript. `getBuiltinModule` loads it without an import, which
 * browsers and bundlers could not resolve.
 */
export function chooseHashes(runtime: object): Hashes {
  const { process } = runtime as {
    process?: { getBuiltinModule?: (name: string) => NodeCrypto | undefined };
  };
  const crypto = process?.getBuiltinModule?.("node:crypto");
  return crypto ? nodeHashes(crypto) : nobleHashes;
}

const hashes = chooseHashes(globalThis);

export const hmacSha256Hex: Hashes["hmacSha256Hex"] = hashes.hmacSha256Hex;

/**
 * SHA-256 in lower-case hex; text is taken as UTF-8.
 *
 * @example
 * sha256Hex("abc"); // "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
 */
export const sha256Hex: Hashes["sha256Hex"] = hashes.sha256Hex;

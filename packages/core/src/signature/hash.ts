import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type HexHash, type Hmac, makeHmac } from "./makeHmac.ts";

type HashName = "sha1" | "sha256";

/** The part of `node:crypto` that is used here: a hash in one call. */
export interface NodeCrypto {
  hash?(algorithm: HashName, data: string | Uint8Array, encoding: "hex"): string;
}

export function nodeHash(hash: NonNullable<NodeCrypto["hash"]>, name: HashName): HexHash {
  return (data) => hash(name, data, "hex");
}

const encoder = new TextEncoder();

/** Makes a hash of a function of @noble/hashes, which is plain JavaScript. */
export function plainHash(digest: (data: Uint8Array) => Uint8Array): HexHash {
  return (data) => bytesToHex(digest(typeof data === "string" ? encoder.encode(data) : data));
}

/** The bytes that are hashed in plain JavaScript before `node:crypto` is loaded: about 50 webhooks, or one large body. */
const plainBytes = 64 * 1024;

/**
 * Creates a hash by `node:crypto` in Node and Deno, and in plain JavaScript in browsers, Workers, and a Deno without
 * `crypto.hash`. WebCrypto is not used, because it is asynchronous and ten times slower than `node:crypto`.
 * `getBuiltinModule` finds the module without an import; an import would break bundles for browsers.
 *
 * The first hashes are in plain JavaScript everywhere, because Deno takes longer to load `node:crypto` than to answer the
 * first webhooks of an edge function (`pnpm bench weight` in the repository).
 */
export function chooseHash(runtime: object, name: HashName, plain: HexHash): HexHash {
  let left = plainBytes;
  let chosen: HexHash | undefined;
  return (data) => {
    if (chosen) return chosen(data);
    left -= data.length;
    if (left >= 0) return plain(data);
    chosen = findNodeHash(runtime, name) ?? plain;
    return chosen(data);
  };
}

function findNodeHash(runtime: object, name: HashName): HexHash | undefined {
  const { process } = runtime as {
    process?: { getBuiltinModule?: (name: string) => NodeCrypto | undefined };
  };
  const { hash } = process?.getBuiltinModule?.("node:crypto") ?? {};
  return hash && nodeHash(hash, name);
}

export const plainSha256 = plainHash(sha256);

/**
 * Computes the SHA-256 in lower-case hex. A text is encoded as UTF-8.
 *
 * @example
 * sha256Hex("abc"); // "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
 */
export const sha256Hex: (data: string | Uint8Array) => string = /* @__PURE__ */ chooseHash(
  globalThis,
  "sha256",
  plainSha256,
);

// Marked as pure, so that bundles leave it out where nothing is verified.
export const hmacSha256Hex: Hmac = /* @__PURE__ */ makeHmac(sha256Hex);

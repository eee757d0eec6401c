import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { makeHmac, type Sha256 } from "./makeHmac.ts";

/**
 * The part of `node:crypto` that is used here: a hash in one call. With `binary`, the result has one character for each
 * byte.
 */
export interface NodeCrypto {
  hash?(algorithm: "sha256", data: string | Uint8Array, encoding: "hex" | "binary"): string;
}

export function nodeSha256(hash: NonNullable<NodeCrypto["hash"]>): Sha256 {
  return {
    hex: (data) => hash("sha256", data, "hex"),
    write(target, start, data) {
      const digest = hash("sha256", data, "binary");
      for (let i = 0; i < digest.length; i++) target[start + i] = digest.charCodeAt(i);
    },
  };
}

const encoder = new TextEncoder();

export const nobleSha256: Sha256 = {
  hex: (data) => bytesToHex(sha256(typeof data === "string" ? encoder.encode(data) : data)),
  write(target, start, data) {
    target.set(sha256(data), start);
  },
};

/**
 * Chooses `node:crypto` in Node and Deno, and plain JavaScript in browsers, Workers, and a Deno without `crypto.hash`.
 * WebCrypto is not used, because it is asynchronous and ten times slower than `node:crypto`. `getBuiltinModule` finds
 * the module without an import; an import would break bundles for browsers.
 */
export function chooseSha256(runtime: object): Sha256 {
  const { process } = runtime as {
    process?: { getBuiltinModule?: (name: string) => NodeCrypto | undefined };
  };
  const { hash } = process?.getBuiltinModule?.("node:crypto") ?? {};
  return hash ? nodeSha256(hash) : nobleSha256;
}

const chosen = chooseSha256(globalThis);

export const hmacSha256Hex = makeHmac(chosen);

/**
 * Computes the SHA-256 in lower-case hex. A text is encoded as UTF-8.
 *
 * @example
 * sha256Hex("abc"); // "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
 */
export const sha256Hex: (data: string | Uint8Array) => string = chosen.hex;

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** A SHA-256 of data that arrives in parts. */
export interface RunningSha256 {
  update(data: Uint8Array): void;
  /** Ends the hash, and returns it in lower-case hex. */
  hex(): string;
}

interface NodeHashing {
  createHash?(algorithm: "sha256"): {
    update(data: Uint8Array): unknown;
    digest(encoding: "hex"): string;
  };
}

/** Starts a SHA-256 with `node:crypto`, or in plain JavaScript where it is missing. */
export function createSha256(): RunningSha256 {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => NodeHashing | undefined };
  };
  const native = process?.getBuiltinModule?.("node:crypto")?.createHash?.("sha256");
  if (native) {
    return { update: (data) => void native.update(data), hex: () => native.digest("hex") };
  }
  const hash = sha256.create();
  return { update: (data) => void hash.update(data), hex: () => bytesToHex(hash.digest()) };
}

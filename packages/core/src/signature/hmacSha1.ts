import { sha1 } from "@noble/hashes/legacy.js";
import { chooseHash, plainHash } from "./hash.ts";
import { makeHmac } from "./makeHmac.ts";

export const plainSha1 = plainHash(sha1);

/**
 * Computes an HMAC-SHA1 in lower-case hex, for schemes that prescribe SHA-1. SHA-1 is broken as a hash, but no attack on
 * its HMAC is known (RFC 6151, RFC 6194).
 */
export const hmacSha1Hex = makeHmac(chooseHash(globalThis, "sha1", plainSha1));

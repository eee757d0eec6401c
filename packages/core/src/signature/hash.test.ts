import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { chooseHashes, nobleHashes, nodeHashes, sha256Hex } from "./hash.ts";

const crypto = process.getBuiltinModule("node:crypto");
const paths = [
  ["node:crypto", nodeHashes(crypto)],
  [
    "node:crypto without the one-shot hash",
    nodeHashes({ createHmac: crypto.createHmac, createHash: crypto.createHash }),
  ],
  ["plain JavaScript", nobleHashes],
] as const;

describe.each(paths)("hashes of %s", (_, hashes) => {
  test("agree with FIPS 180 and RFC 4231", () => {
    expect(hashes.sha256Hex("abc")).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(hashes.hmacSha256Hex("Jefe", "what do ya want ", "for nothing?")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  test("agree with each other on any text and bytes", () => {
    const data = fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array());
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(data, { maxLength: 4 }), (key, parts) => {
        expect(hashes.hmacSha256Hex(key, ...parts)).toBe(nobleHashes.hmacSha256Hex(key, ...parts));
        for (const part of parts) expect(hashes.sha256Hex(part)).toBe(nobleHashes.sha256Hex(part));
      }),
    );
  });
});

describe("chooseHashes", () => {
  test("takes node:crypto where there is one", () => {
    const getBuiltinModule = vi.fn(() => crypto);
    expect(chooseHashes({ process: { getBuiltinModule } })).not.toBe(nobleHashes);
    expect(getBuiltinModule).toHaveBeenCalledWith("node:crypto");
  });

  test.each([{}, { process: {} }, { process: { getBuiltinModule: () => undefined } }])(
    "does without in a browser or worker: %j",
    (runtime) => expect(chooseHashes(runtime)).toBe(nobleHashes),
  );

  test("serves sha256Hex", () => {
    expect(sha256Hex("")).toMatch(/^e3b0c44298fc1c14/);
  });
});

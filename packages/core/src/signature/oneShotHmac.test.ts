import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { nobleHashes, nodeHashes } from "./hash.ts";
import { makeOneShotHmac, type OneShotHash } from "./oneShotHmac.ts";

const { createHash, createHmac, hash } = process.getBuiltinModule("node:crypto");
const oneShotHmac = makeOneShotHmac(hash);
const bytesOf = (...values: number[]) => new Uint8Array(values);

/** The MAC by node:crypto's own HMAC. */
function streamingHmac(key: string, parts: readonly (string | Uint8Array)[]): string {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest("hex");
}

describe("makeOneShotHmac", () => {
  // Cases 3, 6 and 7 of RFC 4231 are missing: their keys are not text. The last four are from `openssl dgst -sha256 -hmac`.
  test.each<[what: string, key: string, parts: (string | Uint8Array)[], mac: string]>([
    [
      "RFC 4231, case 1",
      "\x0b".repeat(20),
      ["Hi There"],
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ],
    [
      "RFC 4231, case 2",
      "Jefe",
      ["what do ya want for nothing?"],
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ],
    [
      "RFC 4231, case 4",
      String.fromCharCode(...Array.from({ length: 25 }, (_, i) => i + 1)),
      [new Uint8Array(50).fill(0xcd)],
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ],
    [
      "RFC 4231, case 5",
      "\x0c".repeat(20),
      ["Test With ", "Truncation"],
      "a3b6167473100ee06e0c796c2955552b",
    ],
    [
      "a key as long as the block",
      "k".repeat(64),
      ["exactly"],
      "092059f8f170cce867e37b15044bd18984697cdcf221de51451256776dc1f885",
    ],
    [
      "a key longer than the block",
      "k".repeat(65),
      ["exactly"],
      "3f841cc8ac827bdfc7ec66730d451ad75535ed3f30c71d8d4cdef94135ae8f77",
    ],
    [
      "a key much longer",
      "k".repeat(131),
      ["Test Using Larger Than Block-Size Key", " - ", "Hash Key First"],
      "70e4b005732fa7ff79392aa24fb240159b925dbc9f1398420c0f45e6763dcf14",
    ],
    ["nothing at all", "", [], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"],
  ])("%s", (_, key, parts, mac) => {
    expect(oneShotHmac(key, parts)?.slice(0, mac.length)).toBe(mac);
    expect(nobleHashes.hmacSha256Hex(key, ...parts).slice(0, mac.length)).toBe(mac);
  });

  test("agrees with node:crypto and with plain JavaScript for any key and message", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constantFrom("", "\ud800", "a\udc00b", "\ud83d", "\ude00", "é".repeat(32), "é".repeat(33)),
    );
    const part = fc.oneof(text, fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(text, fc.array(part, { maxLength: 4 }), (key, parts) => {
        const mac = oneShotHmac(key, parts);
        expect(mac).toBe(streamingHmac(key, parts));
        expect(mac).toBe(nobleHashes.hmacSha256Hex(key, ...parts));
      }),
      { numRuns: 500 },
    );
  });

  test("keeps nothing of a long message in the next, shorter one", () => {
    const short = oneShotHmac("k", ["short"]);
    oneShotHmac("k", ["long".repeat(1000)]);
    expect(oneShotHmac("k", ["short"])).toBe(short);
  });

  test("prepares each key once and keeps the last eight", () => {
    const counted = vi.fn<OneShotHash>(hash);
    const hmac = makeOneShotHmac(counted);
    const longKeys = Array.from({ length: 9 }, (_, i) => `${i}`.repeat(65));
    /** A message takes two hashes; a long key that is not known takes one more. */
    const costOf = (key: string) => {
      counted.mockClear();
      expect(hmac(key, ["m"])).toBe(streamingHmac(key, ["m"]));
      return counted.mock.calls.length;
    };
    const [first = "", ...others] = longKeys;
    expect(longKeys.slice(0, 8).map(costOf)).toEqual(Array(8).fill(3));
    expect(longKeys.slice(0, 8).map(costOf)).toEqual(Array(8).fill(2));
    expect(others.map(costOf)).toContain(3);
    expect(costOf(first)).toBe(3);
  });
});

describe("a message about as large as the buffer", () => {
  const room = 16 * 1024 - 64;
  const messages = (size: number): [string, (string | Uint8Array)[]][] => [
    ["a text", ["x".repeat(size)]],
    ["bytes", [new Uint8Array(size).fill(7)]],
    ["bytes behind a text", ["1700000000.", new Uint8Array(size - 11)]],
    ["a text behind bytes", [bytesOf(1, 2, 3), "x".repeat(size - 3)]],
    ["a text that ends with two bytes", ["x".repeat(size - 2), "é"]],
    ["a text that ends with an emoji", [`${"x".repeat(size - 4)}😀`]],
    ["a text and the empty text", ["x".repeat(size), ""]],
  ];

  test.each(messages(room))("%s that fits", (_, parts) => {
    expect(oneShotHmac("k", parts)).toBe(streamingHmac("k", parts));
  });

  test.each(messages(room + 1))("%s that does not fit is streamed", (_, parts) => {
    expect(oneShotHmac("k", parts)).toBeUndefined();
    const streamed = vi.fn(createHmac);
    const hashes = nodeHashes({ hash, createHash, createHmac: streamed });
    expect(hashes.hmacSha256Hex("k", ...parts)).toBe(nobleHashes.hmacSha256Hex("k", ...parts));
    expect(streamed).toHaveBeenCalledOnce();
    expect(hashes.hmacSha256Hex("k", "small")).toBe(streamingHmac("k", ["small"]));
    expect(streamed).toHaveBeenCalledOnce();
  });
});

import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { nodeHash, plainSha256 } from "./hash.ts";
import { hexToBase64 } from "./hexToBase64.ts";
import { plainSha1 } from "./hmacSha1.ts";
import { makeHmac } from "./makeHmac.ts";

const { createHash, createHmac, hash } = process.getBuiltinModule("node:crypto");
type Parts = readonly (string | Uint8Array)[];

/** By node:crypto's own HMAC. */
function nodeHmac(key: string, ...parts: Parts): string {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest("hex");
}

describe.each([
  ["node:crypto", nodeHash(hash, "sha256")],
  ["plain JavaScript", plainSha256],
])("the HMAC on %s", (_, sha256) => {
  const hmac = makeHmac(sha256);

  // The keys of RFC 4231's cases 3, 6 and 7 are no text; the last four are by `openssl dgst -sha256 -hmac`.
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
      String.fromCharCode(...Array.from({ length: 25 }, (_value, i) => i + 1)),
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
  ])("%s", (_what, key, parts, mac) => {
    expect(hmac(key, ...parts).slice(0, mac.length)).toBe(mac);
  });

  test("agrees with node:crypto's own for any key and message", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constantFrom("", "\ud800", "a\udc00b", "\ud83d", "\ude00", "é".repeat(32), "é".repeat(33)),
    );
    const part = fc.oneof(text, fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(text, fc.array(part, { maxLength: 4 }), (key, parts) => {
        expect(hmac(key, ...parts)).toBe(nodeHmac(key, ...parts));
        for (const data of parts) {
          expect(sha256(data)).toBe(createHash("sha256").update(data).digest("hex"));
        }
      }),
      { numRuns: 500 },
    );
  });

  const room = 16 * 1024 - 64;
  test.each(
    [room, room + 1, 3 * room, 1024 * 1024].flatMap((size): [number, string, Parts][] => [
      [size, "of text", ["x".repeat(size)]],
      [size, "of bytes", [new Uint8Array(size).fill(7)]],
      [size, "of a text and bytes", ["1700000000.", new Uint8Array(size - 11)]],
      [size, "of bytes and a text", [new Uint8Array(3), "x".repeat(size - 3)]],
      [size, "that end with an emoji", [`${"x".repeat(size - 4)}😀`]],
      [size, "of the longest letters", ["€".repeat(size / 3)]],
    ]),
  )("%i bytes %s, around the buffer that is used again", (_size, _what, parts) => {
    expect(hmac("k", ...parts)).toBe(nodeHmac("k", ...parts));
  });

  test("a short message after a long one has nothing of it", () => {
    const short = hmac("k", "short");
    hmac("k", "long".repeat(1000));
    expect(hmac("k", "short")).toBe(short);
  });
});

test("a key is read once, and eight are kept", () => {
  const hash = vi.fn(plainSha256);
  const hmac = makeHmac(hash);
  const longKeys = Array.from({ length: 9 }, (_, i) => `${i}`.repeat(65));
  /** A message costs two digests. A key that is not known costs one for its length, and a long key one more. */
  const costOf = (key: string) => {
    hash.mockClear();
    expect(hmac(key, "m")).toBe(nodeHmac(key, "m"));
    return hash.mock.calls.length;
  };
  const [first = "", ...others] = longKeys;
  expect(longKeys.slice(0, 8).map(costOf)).toEqual(Array(8).fill(4));
  expect(longKeys.slice(0, 8).map(costOf)).toEqual(Array(8).fill(2));
  expect(others.map(costOf)).toContain(4);
  expect(costOf(first)).toBe(4);
});

describe.each([
  ["node:crypto", nodeHash(hash, "sha1")],
  ["plain JavaScript", plainSha1],
])("the HMAC with SHA-1 on %s", (_, sha1) => {
  const hmac = makeHmac(sha1);

  // RFC 2202. The keys of cases 3, 4, 6 and 7 are no text.
  test.each([
    ["\x0b".repeat(20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"],
    ["Jefe", "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"],
    ["\x0c".repeat(20), "Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"],
  ])("RFC 2202: %j, %j", (key, text, mac) => {
    expect(hmac(key, text)).toBe(mac);
  });

  test("agrees with node:crypto's own for any key and message, in Base64 too", () => {
    const text = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(text, text, (key, message) => {
        const mac = createHmac("sha1", key).update(message);
        expect(hexToBase64(hmac(key, message))).toBe(mac.digest("base64"));
      }),
      { numRuns: 200 },
    );
  });
});

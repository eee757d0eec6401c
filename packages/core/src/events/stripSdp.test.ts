import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metaFixtures } from "../testing/fixtures/metaFixtures.ts";
import { fixtureSdp } from "../testing/fixtures/numbers.ts";
import { ycloudFixtures } from "../testing/fixtures/ycloudFixtures.ts";
import { maxPayloadBytes, stripSdp } from "./stripSdp.ts";

const removed = "[sdp removed]";
const sdp = fixtureSdp.offer;

describe("stripSdp", () => {
  test("removes the SDP from every fixture and keeps the rest", () => {
    for (const body of [...Object.values(ycloudFixtures), ...Object.values(metaFixtures)]) {
      const text = JSON.stringify(stripSdp(body));
      expect(text).not.toMatch(/v=0|ice-pwd/);
      if (!JSON.stringify(body).includes("ice-pwd")) expect(text).toBe(JSON.stringify(body));
    }
    expect(stripSdp(ycloudFixtures.offer)).toEqual({
      ...ycloudFixtures.offer,
      callingConnect: { ...(ycloudFixtures.offer.callingConnect as object), sdp: removed },
    });
  });

  test.each([
    [{ sdp: "anything" }, { sdp: removed }],
    [{ SDP: "anything" }, { SDP: removed }],
    [{ Sdp: ["a", "b"] }, { Sdp: removed }],
    [{ sdp: { type: "offer", sdp: "x" } }, { sdp: { type: "offer", sdp: removed } }],
    [
      { sdp: null, sdp_type: "offer" },
      { sdp: null, sdp_type: "offer" },
    ],
    [{ note: sdp }, { note: removed }],
    [["v=0\no=-"], [removed]],
    [{ offer: JSON.stringify({ sdp }) }, { offer: removed }],
    [{ offer: JSON.stringify(JSON.stringify({ description: sdp })) }, { offer: removed }],
    [{ [sdp]: 1 }, { [removed]: 1 }],
    [`  ${sdp}`, removed],
    [{ note: "v=0 is the first line" }, { note: "v=0 is the first line" }],
  ])("removes an SDP anywhere in the payload: %#", (payload, expected) => {
    expect(stripSdp(payload)).toEqual(expected);
  });

  test("makes every value storable", () => {
    expect(stripSdp({ "a\0b": "c\0d", "\ud800": "x\udc00y" })).toEqual({
      ab: "cd",
      "\ufffd": "x\ufffdy",
    });
    expect(stripSdp([Number.POSITIVE_INFINITY, Number.NaN, 1n, undefined])).toEqual([
      "[not a finite number]",
      "[not a finite number]",
      "[not JSON]",
      "[not JSON]",
    ]);
  });

  test("removes __proto__ in every notation", () => {
    const hostile = JSON.parse(
      '{"__proto__":{"a":1},"__pro\\u0000to__":{"b":1},"c":{"__proto__":2}}',
    );
    const copy = stripSdp(hostile) as Record<string, unknown>;
    expect(JSON.stringify(copy)).toBe('{"c":{}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  test("cuts nesting at 64 levels", () => {
    const nest = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels));
    expect(stripSdp(nest(64))).toEqual(nest(64));
    expect(JSON.stringify(stripSdp(nest(100_000)))).toBe(
      `${"[".repeat(64)}"[nested too deep]"${"]".repeat(64)}`,
    );
  });

  test("finds an SDP whose characters are separated by NULs, as UTF-16 is when it is read as UTF-8", () => {
    const spaced = [..."v=0\r\na=ice-pwd:secret"].join("\0");
    expect(stripSdp({ body: spaced, [spaced]: 1 })).toEqual({ body: removed, [removed]: 1 });
  });

  test("does not keep more than 256 kB", () => {
    const fits = "x".repeat(maxPayloadBytes - 2);
    expect(stripSdp(fits)).toBe(fits);
    expect(stripSdp(`${fits}x`)).toEqual({ truncated: true, bytes: maxPayloadBytes + 1 });
    expect(stripSdp("é".repeat(maxPayloadBytes / 2))).toEqual({
      truncated: true,
      bytes: maxPayloadBytes + 2,
    });
    // An SDP does not count, because it is removed.
    expect(stripSdp({ sdp: "x".repeat(maxPayloadBytes) })).toEqual({ sdp: removed });
  });

  test("turns any value into JSON without NUL and lone surrogates, is idempotent and keeps the original", () => {
    const values = fc.jsonValue({ stringUnit: "binary", maxDepth: 6 });
    fc.assert(
      fc.property(values, (value) => {
        const before = JSON.stringify(value);
        const copy = stripSdp(value);
        const text = JSON.stringify(copy);
        expect(text).not.toContain("\\u0000");
        expect(text).not.toMatch(/\\ud[89a-f]/);
        expect(stripSdp(copy)).toEqual(copy);
        expect(JSON.stringify(value)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "./cleanText.ts";
import { enumReader, readTime } from "./fields.ts";

describe("readTime", () => {
  const milliseconds = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

  test("writes times as Date does, independent of the day that was read before", () => {
    fc.assert(
      fc.property(milliseconds, (time) => {
        expect(readTime(time)).toBe(new Date(time).toISOString());
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    "2026-12-31T23:59:59.999Z",
    "2027-01-01T00:00:00.000Z",
    "2028-02-29T09:08:07.006Z",
    "2026-11-22T10:20:30.040Z",
  ])("%s", (time) => {
    expect(readTime(Date.parse(time))).toBe(time);
    expect(readTime(time.replace("Z", "000Z"))).toBe(time);
    expect(readTime(time)).toBe(time);
  });
});

describe("cleanText", () => {
  test("removes NUL, replaces lone surrogates and changes nothing else", () => {
    const unit = fc.oneof(
      fc.constantFrom("\0", "\ud83d", "\ude00", "a", "é", "😀"),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join("");
        expect(cleanText(text)).toBe(text.replaceAll("\0", "").toWellFormed());
      }),
    );
  });

  test.each([
    ["Hola 😀", "Hola 😀"],
    ["a\0b", "ab"],
    ["a\ud800", "a\ufffd"],
    ["a\0\udc00\0", "a\ufffd"],
  ])("%j", (text, clean) => expect(cleanText(text)).toBe(clean));
});

describe("enumReader", () => {
  const read = enumReader({ no_answer: 1, completed: undefined }, "other");

  test.each([
    ["no_answer", 1],
    ["NO_ANSWER", 1],
    [" No-Answer ", 1],
    ["COMPLETED", undefined],
    ["Completed", undefined],
    ["busy", "other"],
    ["constructor", "other"],
    ["", "other"],
    [{}, "other"],
    [7, "other"],
    [null, undefined],
    [undefined, undefined],
  ])("%j", (value, expected) => expect(read(value)).toBe(expected));
});

import { expect, test } from "vitest";
import { decodeText } from "./decodeText.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

test.each([
  ["", ""],
  ["¡Hola! 😀", "¡Hola! 😀"],
  ["\ufeff{}", "{}"],
  ["a replacement character: \ufffd", "a replacement character: \ufffd"],
])("%j in UTF-8 is %j", (sent, text) => expect(decodeText(utf8(sent))).toBe(text));

test.each([
  ["no UTF-8", [0x61, 0xff]],
  ["a character that is cut", [0xf0, 0x9f, 0x98]],
  ["no UTF-8, beside a replacement character", [0xef, 0xbf, 0xbd, 0xff]],
])("%s throws", (_what, bytes) => {
  expect(() => decodeText(new Uint8Array(bytes))).toThrow(TypeError);
});

test.each([
  ["application/json; charset=iso-8859-1", [0xe9], "é"],
  ['text/plain; Charset="utf-16le"', [0xe9, 0x00], "é"],
  ["application/json; charset=nonsense", [0xc3, 0xa9], "é"],
  ["application/json; charset=iso-8859-1", [0xff, 0xfe, 0xe9, 0x00], "é"],
])("%s", (contentType, bytes, text) => {
  expect(decodeText(new Uint8Array(bytes), contentType)).toBe(text);
});

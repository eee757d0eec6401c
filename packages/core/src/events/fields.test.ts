import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "./cleanText.ts";
import { enumReader, readPhone, readToken } from "./fields.ts";

describe("readPhone", () => {
  test.each([
    ["+5215512345678", "+5215512345678"],
    ["5215512345678", "+5215512345678"],
    [5215512345678, "+5215512345678"],
    ["+52 1 55 1234-5678", "+5215512345678"],
    ["005215512345678", "+5215512345678"],
    ["00 52 (1) 55 1234 5678", "+5215512345678"],
    ["whatsapp:+5215512345678", "+5215512345678"],
    ["whatsapp:5215512345678", "+5215512345678"],
    ["WhatsApp: +52 1 55 1234 5678", "+5215512345678"],
    ["whatsapp:US.ABC123XYZ", "US.ABC123XYZ"],
    ["WhatsApp: MX.ENT.11815799212886844830", "MX.ENT.11815799212886844830"],
    ["whatsapp:123456789012345:7@lid", "123456789012345@lid"],
    ["whatsapp:anonymous", "whatsapp:anonymous"],
    ["tel:+52-1-55-1234-5678", "+5215512345678"],
    ["sip:+5215512345678@wa.example.com", "+5215512345678"],
    ["sips:+5215512345678@wa.example.com;transport=tls", "+5215512345678"],
    ["5215512345678@c.us", "+5215512345678"],
    ["5215512345678@s.whatsapp.net", "+5215512345678"],
    ["5215512345678:12@s.whatsapp.net", "+5215512345678"],
    ["5215512345678.0:12@s.whatsapp.net", "+5215512345678"],
    ["5215512345678_1:3@S.WhatsApp.net", "+5215512345678"],
    ["+22577100000@c.us", "+22577100000"],
    ["123456789012345@lid", "123456789012345@lid"],
    ["123456789012345:7@lid", "123456789012345@lid"],
    // No country is guessed, and other addresses stay unchanged.
    ["(55) 1234-5678", "(55) 1234-5678"],
    ["05512345678", "05512345678"],
    ["tel:5512345678", "tel:5512345678"],
    ["000052155", "000052155"],
    ["120363043968066561@g.us", "120363043968066561@g.us"],
    ["5215512345678@example.com", "5215512345678@example.com"],
    ["MX.13491208655302741918", "MX.13491208655302741918"],
    ["anonymous", "anonymous"],
    ["", undefined],
    [null, undefined],
    [{}, undefined],
  ])("%j: %j", (value, phone) => expect(readPhone(value)).toBe(phone));
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

test("a text that is longer than an id is no token", () => {
  expect(readToken("No-Answer")).toBe("no_answer");
  expect(readToken("x".repeat(255))).toHaveLength(255);
  expect(readToken("x".repeat(256))).toBeUndefined();
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

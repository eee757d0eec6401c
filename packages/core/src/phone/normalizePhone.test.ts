import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CallsError } from "../vocabulary/callsError.ts";
import { normalizePhone } from "./normalizePhone.ts";

type Row = readonly [input: unknown, expected: string, defaultCountry?: string];

const accepted: readonly Row[] = [
  // With the country code, kept as written.
  ["+525512345678", "+525512345678"],
  ["+52 1 55 1234 5678", "+5215512345678"],
  ["+52 (55) 1234-5678", "+525512345678"],
  ["0052 55 1234 5678", "+525512345678"],
  ["00 52 1 55 1234 5678", "+5215512345678"],
  ["whatsapp:+5215512345678", "+5215512345678"],
  ["WhatsApp: +52 55 1234 5678", "+525512345678"],
  ["tel:+52-55-1234-5678", "+525512345678"],
  ["+54 9 11 2345-6789", "+5491123456789"],
  ["+54 11 2345-6789", "+541123456789"],
  ["+55 (11) 98765-4321", "+5511987654321"],
  ["+55 11 8765-4321", "+551187654321"],
  ["+62 812-3456-7890", "+6281234567890"],
  ["+62 (0)812-3456-7890", "+6281234567890"],
  ["+34 600 11 12 22", "+34600111222"],
  ["+44 (0)20 7946 0958", "+442079460958"],
  ["+39 06 1234 5678", "+390612345678"],
  ["+39 (0)6 1234 5678", "+390612345678"],
  ["+1.202.555.0123", "+12025550123"],
  ["+1−202−555−0123", "+12025550123"],
  ["+1.202.555.0123", "+12025550123"],
  ["+1−202−555−0123", "+12025550123"],
  // A satellite network: a calling code that belongs to no country.
  ["+881 612 345 678", "+881612345678"],
  // Invisible characters from copy and paste, and other scripts' digits.
  ["\u202a+52\u00a055\u20091234\u20115678\u202c", "+525512345678"],
  ["\ufeff+52 55 1234\u200b5678\n", "+525512345678"],
  ["＋５２　５５　１２３４－５６７８", "+525512345678"],
  ["+٥٢ ٥٥ ١٢٣٤ ٥٦٧٨", "+525512345678"],
  ["۰۰۵۲ ۵۵ ۱۲۳۴ ۵۶۷۸", "+525512345678"],
  // Domestic notation.
  ["(55) 1234-5678", "+525512345678", "MX"],
  ["55 1234 5678", "+525512345678", "mx"],
  ["044 55 1234 5678", "+525512345678", "MX"],
  ["045 55 1234 5678", "+525512345678", "MX"],
  ["01 55 1234 5678", "+525512345678", "MX"],
  ["1 55 1234 5678", "+5215512345678", "MX"],
  ["525512345678", "+525512345678", "MX"],
  ["5215512345678", "+5215512345678", "MX"],
  ["011 2345-6789", "+541123456789", "AR"],
  ["(011) 15-2345-6789", "+5491123456789", "AR"],
  ["5491123456789", "+5491123456789", "AR"],
  ["(11) 98765-4321", "+5511987654321", "BR"],
  ["0 11 8765-4321", "+551187654321", "BR"],
  ["0 15 11 98765-4321", "+5511987654321", "BR"],
  ["5511987654321", "+5511987654321", "BR"],
  ["0812-3456-7890", "+6281234567890", "ID"],
  ["812 3456 7890", "+6281234567890", "ID"],
  ["6281234567890", "+6281234567890", "ID"],
  ["600 111 222", "+34600111222", "ES"],
  ["020 7946 0958", "+442079460958", "GB"],
  ["06 1234 5678", "+390612345678", "IT"],
  ["(202) 555-0123", "+12025550123", "US"],
  ["1-202-555-0123", "+12025550123", "US"],
  ["011 52 55 1234 5678", "+525512345678", "US"],
  // A written country code overrides the default country.
  ["+34 600 111 222", "+34600111222", "MX"],
  ["0034 600 111 222", "+34600111222", "MX"],
  // JSON from a spreadsheet.
  [5512345678, "+525512345678", "MX"],
  [525512345678, "+525512345678", "MX"],
  [491701234567, "+491701234567", "DE"],
];

const refused: readonly Row[] = [
  [undefined, "phone_missing"],
  [null, "phone_missing"],
  ["", "phone_missing"],
  [" \u200b\n", "phone_missing"],
  ["hola", "phone_invalid"],
  ["+1 800 FLOWERS", "phone_invalid"],
  ["+52 55 1234 567O", "phone_invalid"],
  ["++525512345678", "phone_invalid"],
  ["52+5512345678", "phone_invalid"],
  ["+52 55 1234 5678 ext. 123", "phone_invalid"],
  ["+52 55 1234 5678 x9", "phone_invalid"],
  ["tel:+525512345678;ext=123", "phone_invalid"],
  ["+52 55 1234 5678#9", "phone_invalid"],
  ["+52 55 1234 5678, +52 55 8765 4321", "phone_invalid"],
  ["+52 55 1234 5678 / +52 55 8765 4321", "phone_invalid"],
  ["ana@example.com", "phone_invalid"],
  [{}, "phone_invalid"],
  [["+525512345678"], "phone_invalid"],
  [true, "phone_invalid"],
  [-525512345678, "phone_invalid"],
  [5512345678.5, "phone_invalid"],
  [Number.NaN, "phone_invalid"],
  [2 ** 60, "phone_invalid"],
  ["5".repeat(300), "phone_invalid"],
  ["+52 55 1234", "phone_too_short"],
  ["+52", "phone_too_short"],
  ["+5", "phone_too_short"],
  ["12345", "phone_too_short"],
  ["55 1234", "phone_too_short", "MX"],
  ["600 111", "phone_too_short", "ES"],
  ["+52 55 1234 5678 90", "phone_too_long"],
  ["+1 202 555 01234", "phone_too_long"],
  ["+1234567890123456", "phone_too_long"],
  ["1234567890123456", "phone_too_long"],
  ["+54 11 15 2345 6789 0", "phone_too_long"],
  ["600 111 222 333 444", "phone_too_long", "ES"],
  ["55 1234 5678", "phone_country_missing"],
  ["525512345678", "phone_country_missing"],
  [525512345678, "phone_country_missing"],
  ["+999 55 1234 5678", "phone_country_unknown"],
  ["+0 55 1234 5678", "phone_country_unknown"],
  ["MX.13491208655302741918", "phone_is_user_id"],
  ["whatsapp:MX.13491208655302741918", "phone_is_user_id"],
  ["US.ENT.11815799212886844830", "phone_is_user_id"],
  ["+525512345678", "phone_country_unknown", "XX"],
  ["55 1234 5678", "phone_country_unknown", "Mexico"],
  ["55 1234 5678", "phone_country_unknown", "__proto__"],
];

const optionsOf = (defaultCountry?: string) => (defaultCountry ? { defaultCountry } : {});

function codeOf(input: unknown, defaultCountry?: string): string {
  try {
    return normalizePhone(input, optionsOf(defaultCountry));
  } catch (error) {
    if (error instanceof CallsError) return error.code;
    throw error;
  }
}

describe("normalizePhone", () => {
  for (const [input, expected, country] of accepted) {
    test(`reads ${JSON.stringify(input)} as ${expected}${country ? ` in ${country}` : ""}`, () => {
      expect(normalizePhone(input, optionsOf(country))).toBe(expected);
    });
  }

  for (const [input, expected, country] of refused) {
    test(`refuses ${JSON.stringify(input)} with ${expected}${country ? ` in ${country}` : ""}`, () => {
      expect(codeOf(input, country)).toBe(expected);
    });
  }

  test("returns its own results unchanged", () => {
    for (const [, phone, country] of accepted) {
      expect(normalizePhone(phone, optionsOf(country))).toBe(phone);
    }
  });

  test("explains the error without the number", () => {
    expect(() => normalizePhone("+52 55 1234 5678 ext. 9")).toThrow(/extension/);
    expect(() => normalizePhone("55 1234 5678", { defaultCountry: "UK" })).toThrow(
      /defaultCountry/,
    );
    expect(() => normalizePhone("+52 55 1234")).not.toThrow(/1234/);
  });

  test("returns E.164 or throws a CallsError for any input", () => {
    const dialString = fc.string({ unit: fc.constantFrom(..."+0123456789 ()-.０٣") });
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), dialString),
        fc.constantFrom("", "MX", "AR", "BR"),
        (input, country) => {
          expect(codeOf(input, country)).toMatch(/^(\+[1-9]\d{6,14}|phone_[a-z_]+)$/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

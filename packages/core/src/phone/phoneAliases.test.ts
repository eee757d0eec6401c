import { describe, expect, test } from "vitest";
import { aliasRules } from "./aliasRules.ts";
import { arePhoneAliases, phoneAliases, phoneKey } from "./phoneAliases.ts";

const pairs = [
  ["Mexico's mobile 1", "+525512345678", "+5215512345678"],
  ["Argentina's 9", "+541123456789", "+5491123456789"],
  ["Brazil's ninth digit", "+551187654321", "+5511987654321"],
  ["Orange's 07 in Côte d'Ivoire", "+22577100000", "+2250777100000"],
  ["MTN's 05", "+22504123456", "+2250504123456"],
  ["Moov's 01", "+22541123456", "+2250141123456"],
  ["Orange's 27 of landlines", "+22520212223", "+2252720212223"],
  ["MTN's 25", "+22522001234", "+2252522001234"],
  ["Moov's 21", "+22520812345", "+2252120812345"],
  ["Benin's 01", "+22997123456", "+2290197123456"],
  ["Cameroon's 6", "+23777123456", "+237677123456"],
  ["Mobifone's 70 in Vietnam", "+84701234567", "+841201234567"],
  ["Viettel's 39", "+84391234567", "+841691234567"],
  ["Gmobile's 59", "+84591234567", "+841991234567"],
] as const;

const alone = [
  ...["+34600111222", "+12025550123", "+6281234567890", "+52551234567", "MX.1349", ""],
  // Landlines, and mobiles that were assigned after the reform.
  ...["+551134567890", "+5511934567890", "+2250718139912", "+2250512345678"],
];

describe("phoneAliases", () => {
  test.each(pairs)("returns both forms of %s, the given form first", (_, short, long) => {
    expect(phoneAliases(short)).toEqual([short, long]);
    expect(phoneAliases(long)).toEqual([long, short]);
    expect(arePhoneAliases(short, long)).toBe(true);
    expect(phoneKey(long)).toBe(phoneKey(short));
  });

  test.each(alone)("returns only the given form of %j", (phone) => {
    expect(phoneAliases(phone)).toEqual([phone]);
    expect(phoneKey(phone)).toBe(phone);
  });

  test("returns the three forms of a number of Gabon", () => {
    const forms = ["+2417123456", "+24177123456", "+24107123456"];
    for (const form of forms) expect(new Set(phoneAliases(form))).toEqual(new Set(forms));
  });

  test("all forms have the same key, and the key of a key is itself", () => {
    for (const { callingCode, areaDigits, mark, subscriberDigits } of aliasRules) {
      for (let first = 0; first < 1000; first += 7) {
        const subscriber = String(first).padStart(3, "0").padEnd(subscriberDigits, "5");
        const phone = `+${callingCode}${"11".slice(0, areaDigits)}${mark}${subscriber}`;
        const key = phoneKey(phone);
        expect(phoneKey(key)).toBe(key);
        for (const alias of phoneAliases(phone)) expect(phoneKey(alias)).toBe(key);
      }
    }
  });

  test("does not match different numbers", () => {
    expect(arePhoneAliases("+525512345678", "+525512345679")).toBe(false);
    expect(arePhoneAliases("+525512345678", "+5415512345678")).toBe(false);
    // The ninth digit follows the area code.
    expect(arePhoneAliases("+551187654321", "+5591187654321")).toBe(false);
  });
});

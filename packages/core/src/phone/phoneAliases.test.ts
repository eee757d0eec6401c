import { describe, expect, test } from "vitest";
import { arePhoneAliases, phoneAliases, phoneKey } from "./phoneAliases.ts";

const pairs = [
  ["Mexico's mobile 1", "+525512345678", "+5215512345678"],
  ["Argentina's 9", "+541123456789", "+5491123456789"],
  ["Brazil's ninth digit", "+551187654321", "+5511987654321"],
] as const;

const alone = ["+34600111222", "+12025550123", "+6281234567890", "+52551234567", "MX.1349", ""];

describe("phoneAliases", () => {
  test.each(pairs)("knows both forms of %s, the given one first", (_, short, long) => {
    expect(phoneAliases(short)).toEqual([short, long]);
    expect(phoneAliases(long)).toEqual([long, short]);
    expect(arePhoneAliases(short, long)).toBe(true);
    expect(phoneKey(long)).toBe(phoneKey(short));
  });

  test.each(alone)("leaves %j alone", (phone) => {
    expect(phoneAliases(phone)).toEqual([phone]);
    expect(phoneKey(phone)).toBe(phone);
  });

  test("does not take different numbers for one", () => {
    expect(arePhoneAliases("+525512345678", "+525512345679")).toBe(false);
    expect(arePhoneAliases("+525512345678", "+5415512345678")).toBe(false);
    // The ninth digit stands behind the area code, not before it.
    expect(arePhoneAliases("+551187654321", "+5591187654321")).toBe(false);
  });
});

import { phoneAliases } from "@skale-calls/core";
import { aliasRules } from "@skale-calls/core/internal";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchLike, numberPatterns } from "../../src/list/numberPatterns.ts";

const rules = aliasRules.filter(({ country }) => ["MX", "AR", "BR"].includes(country));
const brazil = aliasRules.filter(({ country }) => country === "BR");

describe("the digits of a number's other form", () => {
  const anyNumber = fc
    .tuple(fc.constantFrom(...rules), fc.boolean(), fc.stringMatching(/^\d{12}$/))
    .map(([{ callingCode, areaDigits, mark, subscriberDigits }, isLong, digits]) => {
      const area = digits.slice(0, areaDigits);
      const subscriber = `8${digits.slice(areaDigits, areaDigits + subscriberDigits - 1)}`;
      return `+${callingCode}${area}${isLong ? mark : ""}${subscriber}`;
    });

  it("find the number, for every part of it", () => {
    fc.assert(
      fc.property(anyNumber, fc.nat(), fc.integer({ min: 3, max: 15 }), (stored, at, length) => {
        for (const form of phoneAliases(stored)) {
          const start = 1 + (at % (form.length - 3));
          const part = form.slice(start, start + length);
          expect([part, matchLike(numberPatterns(part))(stored)]).toEqual([part, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("find no other number", () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (stored, other) => {
        const found = matchLike(numberPatterns(other.slice(1)))(stored);
        expect(found).toBe(phoneAliases(other).includes(stored));
      }),
      { numRuns: 500 },
    );
  });
});

it("a whole number has its mobile digit at one position only", () => {
  expect(numberPatterns("31988888888", brazil)).toEqual(["%31988888888%", "+553188888888"]);
});

describe("a rule with a mark in both forms, for some numbers only", () => {
  const vietnam = {
    ...{ country: "VN", callingCode: "84", areaDigits: 0, subscriberDigits: 7 },
    ...{ mark: "120", shortMark: "70", startsWith: "[1-4]" },
  };
  it.each([
    ["84701234567", "+841201234567"],
    ["841201234567", "+84701234567"],
    ["701234567", "+841201234567"],
    ["01234567", "+84701234567"],
    ["84705234567", null],
    ["8470123", "+841201239999"],
  ])("%s finds %s", (digits, stored) => {
    const patterns = numberPatterns(digits, [vietnam]);
    expect(patterns.length > 1).toBe(stored !== null);
    if (stored !== null) expect(matchLike(patterns)(stored)).toBe(true);
  });
});

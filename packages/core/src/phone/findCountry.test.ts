import metadata from "libphonenumber-js/max/metadata";
import examples from "libphonenumber-js/mobile/examples";
import { expect, test } from "vitest";
import { countryPrefixes, findCountry } from "./findCountry.ts";

test.each([
  ["+525512345678", "MX"],
  ["+5215512345678", "MX"],
  ["254712345678", "KE"],
  ["+5511912345678", "BR"],
  ["+995555123456", "GE"],
  ["+79161234567", "RU"],
  ["+77011234567", "KZ"],
  ["+14155550123", "US"],
  ["+14165550123", "CA"],
  ["+17875550123", "PR"],
  ["+12425550123", "BS"],
  // Shared calling codes belong to their main country.
  ["+447700900123", "GB"],
  ["+447781123456", "GB"],
  // Numbers without a country: satellite, toll-free.
  ["+881612345678", undefined],
  ["+18005550123", undefined],
  ["+80012345678", undefined],
  // No area code begins with these digits.
  ["+10255501234", undefined],
  ["+11255501234", undefined],
  ["+2105550123", undefined],
  // No phone numbers.
  ["", undefined],
  ["+52", undefined],
  ["5512 345 678", undefined],
  ["US.13491208655302741918", undefined],
  ["+5255123456789012", undefined],
  ["+05512345678", undefined],
])("the country of %s is %s", (phone, country) => {
  expect(findCountry(phone)).toBe(country);
});

const { country_calling_codes: codes, countries } = metadata as unknown as {
  country_calling_codes: Record<string, string[]>;
  countries: Record<string, [callingCode: string]>;
};

test("has the calling codes of libphonenumber-js, each with its main country", () => {
  const { "1": _, ...others } = codes;
  const main = Object.entries(others).map(([code, [country]]) => [code, country]);
  expect(Object.fromEntries([...countryPrefixes].filter(([prefix]) => prefix !== "77"))).toEqual(
    Object.fromEntries(main),
  );
});

test("finds the country of each example number, or the main country of its calling code", () => {
  for (const [country, number] of Object.entries<string>(examples)) {
    const code = countries[country]?.[0] ?? "";
    const found = findCountry(`+${code}${number}`);
    expect([country, codes[code]?.[0]]).toContain(found);
    if (code === "1") expect(found).toBe(country);
  }
});

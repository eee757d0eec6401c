import metadata from "libphonenumber-js/max/metadata";
import { expect, test } from "vitest";
import { findNanpCountry, nanpAreaCodes, nanpSharedCodes } from "./nanpAreaCodes.ts";

const listed = Object.values(nanpAreaCodes).flatMap((countries) =>
  Object.entries(countries).map(
    ([country, codes]) => [country, codes as readonly string[]] as const,
  ),
);

test("lists each area code once", () => {
  const codes = [...listed.flatMap(([, codes]) => codes), ...nanpSharedCodes];
  expect(new Set(codes).size).toBe(codes.length);
});

test.each([
  ["+16315551234", "US"],
  ["16315551234", "US"],
  ["+17875550123", "PR"],
  ["+14165550123", "CA"],
  ["+18095550123", "DO"],
  ["+18765550123", "JM"],
  ["+18005550123", undefined],
  ["+19005550123", undefined],
  ["+525512345678", undefined],
  ["+1", undefined],
  ["", undefined],
])("the country of %s is %s", (phone, country) => {
  expect(findNanpCountry(phone)).toBe(country);
});

test("agrees with the numbering plans of libphonenumber-js", () => {
  const { countries, country_calling_codes: codes } = metadata as unknown as {
    countries: Record<string, [...unknown[]]>;
    country_calling_codes: Record<string, string[]>;
  };
  const members = codes["1"] ?? [];
  expect(listed.map(([country]) => country).sort()).toEqual(
    members.filter((country) => country !== "US").sort(),
  );
  /** The fixed-line numbers of a country: the only kind that is written out by area code in each plan. */
  const fixed = new Map(
    members.map((country) => {
      const types = countries[country]?.[11] as readonly (readonly [string] | 0)[];
      return [country, new RegExp(`^(?:${types[0] ? types[0][0] : "$^"})$`)] as const;
    }),
  );
  const ends = Array.from({ length: 800 }, (_, end) => `${end + 200}1212`);
  const shared = new Set(nanpSharedCodes);
  for (let code = 200; code < 1000; code++) {
    const areaCode = String(code);
    const owners = members.filter((country) =>
      ends.some((end) => fixed.get(country)?.test(areaCode + end)),
    );
    if (owners.length === 0) continue;
    expect([areaCode, shared.has(areaCode) ? owners[0] : findNanpCountry(`1${areaCode}`)]).toEqual([
      areaCode,
      owners[0],
    ]);
  }
});

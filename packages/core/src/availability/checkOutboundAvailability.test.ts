import { expect, test } from "vitest";
import { checkOutboundAvailability } from "./checkOutboundAvailability.ts";
import { outboundCountries } from "./outboundCountries.ts";

test.each([
  // Meta's list.
  ["+16315551234", false, "US", "excluded"],
  ["+14165550123", false, "CA", "excluded"],
  ["+201001234567", false, "EG", "excluded"],
  ["+84912345678", false, "VN", "excluded"],
  ["+2348031234567", false, "NG", "excluded"],
  // The territories of the United States.
  ["+17875550123", false, "PR", "excluded"],
  ["+16715550123", false, "GU", "excluded"],
  // The Caribbean has +1 too.
  ["+18765550123", true, "JM", "not_excluded"],
  ["+18095550123", true, "DO", "not_excluded"],
  ["+12425550123", true, "BS", "not_excluded"],
  // A toll-free number belongs to no country.
  ["+18005550123", null, null, "unknown"],
  ["+15", null, null, "unknown"],
  ["+5351234567", false, "CU", "unsupported"],
  ["+989121234567", false, "IR", "unsupported"],
  ["+8501921234567", false, "KP", "unsupported"],
  ["+963944123456", false, "SY", "unsupported"],
  ["+905321234567", null, "TR", "uncertain"],
  ["+525512345678", true, "MX", "not_excluded"],
  ["+5215512345678", true, "MX", "not_excluded"],
  ["+34600111222", true, "ES", "not_excluded"],
  ["+77012345678", true, "KZ", "not_excluded"],
  ["+79161234567", true, "RU", "not_excluded"],
  ["+999123456789", null, null, "unknown"],
  ["", null, null, "unknown"],
  ["reception", null, null, "unknown"],
])("%s: %s, %s, %s", (phone, available, country, reason) => {
  expect(checkOutboundAvailability(phone)).toMatchObject({ available, country, reason });
});

test("every answer has a source and its day", () => {
  for (const phone of ["+525512345678", "+16315551234", "+905321234567", "+5351234567", ""]) {
    const { source, asOf } = checkOutboundAvailability(phone);
    expect(source).not.toBe("");
    expect(asOf).toMatch(/^2026-\d\d-\d\d$/);
  }
});

test("no country is on two lists", () => {
  const countries = Object.values(outboundCountries).flatMap(
    (list) => list.countries as readonly string[],
  );
  expect(new Set(countries).size).toBe(countries.length);
});

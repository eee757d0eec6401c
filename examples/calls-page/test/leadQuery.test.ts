import { describe, expect, test } from "vitest";
import { endingPattern, findByPhone, leadQuery } from "../src/leads/leadQuery.ts";

const finds = (typed: string, value: string, country?: string) =>
  new RegExp(leadQuery(typed, country)?.pattern ?? "^(?!)", "su").test(value);

test.each([
  ["mari", "María Núñez"],
  ["nunez", "María Núñez"],
  ["NÚÑEZ", "Maria Nunez"],
  ["jose mu", "José Ángel Muñoz"],
  ["o'neil (taller)", "O'Neil (Taller)"],
])("%s finds %s", (typed, name) => {
  expect(leadQuery(typed, undefined)?.column).toBe("full_name");
  expect(finds(typed, name)).toBe(true);
});

test.each([
  ["5587654321", "+52 (55) 8765-4321"],
  ["+52 55 8765", "+525587654321"],
  ["876", "+525587654321"],
  ["+52 1 55 8765 4321", "55 8765 4321"],
  ["044 55 8765 4321", "+525587654321"],
])("%s finds the number %s", (typed, phone) => {
  expect(leadQuery(typed, "MX")?.column).toBe("phone");
  expect(finds(typed, phone, "MX")).toBe(true);
});

test("texts that would match nearly every lead are not searched", () => {
  const queries = ["", "  ", "55", "+", "()"].map((text) => leadQuery(text, "MX"));
  expect(queries).toEqual([null, null, null, null, null]);
});

test("special characters of regular expressions are searched literally", () => {
  expect(finds("a.b", "axb")).toBe(false);
  expect(finds("juan [", "Juan [nuevo]")).toBe(true);
});

/** The country of numbers without a country code, the host's notation of the lead's number, and the caller. */
const writings: [country: string | undefined, written: string, caller: string][] = [
  ["MX", "55 1234 5678", "+5215512345678"],
  ["MX", "044 55 1234 5678", "+5215512345678"],
  ["MX", "045 (55) 1234-5678", "+525512345678"],
  ["MX", "01 55 1234 5678", "+5215512345678"],
  ["MX", "+52 1 55 1234 5678", "+525512345678"],
  ["MX", "52 55.1234.5678 ", "+5215512345678"],
  ["AR", "0 11 15-2345-6789", "+5491123456789"],
  ["AR", "011 2345-6789", "+5491123456789"],
  ["AR", "11 15 2345 6789", "+541123456789"],
  ["BR", "0 31 98888-8888", "+553188888888"],
  ["BR", "(31) 8888-8888", "+5531988888888"],
  ["CL", "9 8765 4321", "+56987654321"],
  ["CO", "300 123 4567", "+573001234567"],
  ["CO", "03 300 123 4567", "+573001234567"],
  ["ES", "0034 612 345 678", "+34612345678"],
  ["ES", "612 34 56 78", "+34612345678"],
  [undefined, "+34 612-345-678", "+34612345678"],
];

describe("the lead of a number", () => {
  const lead = (phone: string | null) => ({ id: phone ?? "", full_name: null, phone });

  test.each(writings)("of %s, written %s, is found for %s", (country, written, caller) => {
    const others = [lead(null), lead("+525512345679"), lead("no phone 345678")];
    expect(new RegExp(endingPattern(["+15550001111", caller])).test(written)).toBe(true);
    expect(findByPhone([...others, lead(written)], caller, country)?.id).toBe(written);
  });

  test.each([
    ["MX", "55 1234 5678", "+15512345678"],
    ["MX", "55 1234 5678", "+525612345678"],
    [undefined, "55 1234 5678", "+525512345678"],
    ["MX", "55 1234 5678 ext. 345678", "+525512345678"],
  ])("of %s, written %s, is not that of %s", (country, written, caller) => {
    expect(findByPhone([lead(written)], caller, country)).toBeNull();
  });

  test("longer numbers are not candidates", () => {
    expect(new RegExp(endingPattern(["+525587654321"])).test("+5255876543210")).toBe(false);
  });
});

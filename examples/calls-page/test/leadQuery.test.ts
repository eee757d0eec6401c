import { expect, test } from "vitest";
import { leadQuery, phonePattern } from "../src/leads/leadQuery.ts";

const finds = (typed: string, value: string) =>
  new RegExp(leadQuery(typed)?.pattern ?? "^(?!)", "i").test(value);

test.each([
  ["mari", "María Núñez"],
  ["nunez", "María Núñez"],
  ["NÚÑEZ", "Maria Nunez"],
  ["jose mu", "José Ángel Muñoz"],
  ["o'neil (taller)", "O'Neil (Taller)"],
])("%s finds %s", (typed, name) => {
  expect(leadQuery(typed)?.column).toBe("full_name");
  expect(finds(typed, name)).toBe(true);
});

test.each([
  ["5587654321", "+52 (55) 8765-4321"],
  ["+52 55 8765", "+525587654321"],
  ["876", "+525587654321"],
])("%s finds the number %s", (typed, phone) => {
  expect(leadQuery(typed)?.column).toBe("phone");
  expect(finds(typed, phone)).toBe(true);
});

test("what would find nearly everybody is not looked for", () => {
  expect(["", "  ", "55", "+", "()"].map(leadQuery)).toEqual([null, null, null, null, null]);
});

test("what is special in a regular expression is looked for as it stands", () => {
  expect(finds("a.b", "axb")).toBe(false);
  expect(finds("juan [", "Juan [nuevo]")).toBe(true);
});

test("a number is found under WhatsApp's other form of it, and no longer number is", () => {
  const pattern = new RegExp(phonePattern("+5215587654321"));
  expect(pattern.test("+52 55 8765 4321")).toBe(true);
  expect(pattern.test("5215587654321")).toBe(true);
  expect(pattern.test("+5255876543210")).toBe(false);
});

import { expect, it } from "vitest";
import { parseRetryAfter } from "./parseRetryAfter.ts";

const now = Date.UTC(2026, 10, 22, 12, 0, 0);

it.each([
  ["0", 0],
  ["120", 120],
  [" 3 ", 3],
  ["1.2", 2],
  ["Sun, 22 Nov 2026 12:00:30 GMT", 30],
  ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ["-5", undefined],
  ["soon", undefined],
  ["", undefined],
  ["99999999999999999999", undefined],
])("%j is %s", (value, seconds) => {
  expect(parseRetryAfter(new Headers({ "retry-after": value }), now)).toBe(seconds);
});

it("is undefined without the header", () => {
  expect(parseRetryAfter(new Headers(), now)).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { isTimestamp, microsecondsOf } from "../../src/timestamp.ts";

const moment = Date.UTC(2026, 10, 22, 10, 0, 0) * 1000;

describe("microsecondsOf", () => {
  it.each([
    ["2026-11-22T10:00:00+00:00", moment],
    ["2026-11-22T10:00:00Z", moment],
    ["2026-11-22 10:00:00+00", moment],
    ["2026-11-22T10:00:00.123456+00:00", moment + 123_456],
    ["2026-11-22T10:00:00.5+00:00", moment + 500_000],
    ["2026-11-22 04:00:00.000001-06", moment + 1],
    ["2026-11-22 15:30:00+05:30", moment],
    ["2026-11-22T15:30:00+0530", moment],
  ])("reads %s", (text, microseconds) => {
    expect(isTimestamp(text)).toBe(true);
    expect(microsecondsOf(text)).toBe(microseconds);
  });

  it.each(["", "infinity", "2026-11-22", "2026-11-22T10:00:00", "2026-11-22T10:00:00Z),or(1"])(
    "knows that %j is none",
    (text) => {
      expect(isTimestamp(text)).toBe(false);
      expect(() => microsecondsOf(text)).toThrow(TypeError);
    },
  );
});

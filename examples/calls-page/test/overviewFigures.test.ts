import { callStatuses } from "@skale-calls/core";
import type { CallsOfDay } from "@skale-calls/supabase-adapter";
import { afterEach, describe, expect, test, vi } from "vitest";
import { formatSpan } from "../src/format/formatSpan.ts";
import { countCalls } from "../src/overview/countCalls.ts";
import { findWindow } from "../src/overview/findWindow.ts";

/** This many days from the first of September. The nth day has n completed calls. */
function makeDays(count: number): CallsOfDay[] {
  const zeros = Object.fromEntries(callStatuses.map((status) => [status, 0]));
  return Array.from({ length: count }, (_, index) => ({
    day: new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10),
    calls: index + 1,
    byStatus: { ...zeros, completada: index + 1 } as CallsOfDay["byStatus"],
    byDirection: { entrante: 0, saliente: index + 1 },
  }));
}

describe("countCalls", () => {
  test("keeps the days of a month", () => {
    const bars = countCalls(makeDays(30));
    expect(bars).toHaveLength(30);
    expect(bars.at(-1)).toMatchObject({ first: "2026-09-30", last: "2026-09-30", calls: 30 });
  });

  test("groups more days by seven, counted back from the last, and loses none", () => {
    const days = makeDays(90);
    const bars = countCalls(days);
    expect(bars).toHaveLength(13);
    expect(bars[0]).toMatchObject({ first: "2026-09-01", last: "2026-09-06", calls: 21 });
    expect(bars.at(-1)).toMatchObject({ first: "2026-11-23", last: "2026-11-29" });
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
    expect(sum(bars.map(({ byStatus }) => byStatus.completada))).toBe(
      sum(days.map(({ calls }) => calls)),
    );
  });

  test("returns nothing for no days", () => expect(countCalls([])).toEqual([]));
});

describe("findWindow", () => {
  afterEach(() => vi.useRealTimers());

  test("contains the days up to the end of today in the time zone, across a clock change", () => {
    vi.useFakeTimers({ now: new Date("2026-11-03T02:00:00Z") });
    expect(findWindow(7, "America/New_York")).toEqual({
      from: "2026-10-27T04:00:00.000Z",
      to: "2026-11-03T05:00:00.000Z",
      timeZone: "America/New_York",
    });
  });
});

test.for([
  [0, "0 s"],
  [7, "7 s"],
  [59.6, "1 min 0 s"],
  [247, "4 min 7 s"],
  [8040, "2 h 14 min"],
] as const)("formatSpan writes %d s as %s", ([seconds, text]) => {
  expect(formatSpan(seconds, "es").replaceAll("\u00a0", " ")).toBe(text);
});

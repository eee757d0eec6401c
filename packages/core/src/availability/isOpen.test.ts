import { describe, expect, it } from "vitest";
import type { CallHours } from "../vocabulary/account.ts";
import { findOpening } from "./findOpening.ts";
import { isOpen } from "./isOpen.ts";

const at = (time: string) => new Date(time);
const office: CallHours = {
  time_zone: "America/Mexico_City",
  weekly: [
    { day: 4, open: "09:00", close: "14:00" },
    { day: 4, open: "16:00", close: "19:00" },
    { day: 5, open: "09:00", close: "24:00" },
  ],
  holidays: [{ date: "2026-12-25" }, { date: "2026-12-24", open: "10:00", close: "12:00" }],
};

describe("isOpen", () => {
  // 26 November 2026 is a Thursday. Mexico City is six hours behind UTC all year.
  it.each([
    ["2026-11-26T14:59:59Z", false],
    ["2026-11-26T15:00:00Z", true],
    ["2026-11-26T19:59:59Z", true],
    ["2026-11-26T20:00:00Z", false],
    ["2026-11-26T22:00:00Z", true],
    // Friday until midnight, which is Saturday in UTC.
    ["2026-11-28T05:59:59Z", true],
    ["2026-11-28T06:00:00Z", false],
    // A short day, and a holiday.
    ["2026-12-24T15:30:00Z", false],
    ["2026-12-24T16:00:00Z", true],
    ["2026-12-24T18:00:00Z", false],
    ["2026-12-25T18:00:00Z", false],
    ["2027-01-01T18:00:00Z", true],
  ])("at %s: %s", (time, expected) => {
    expect(isOpen(office, at(time))).toBe(expected);
  });

  it("goes past midnight, from Sunday to Monday too, but not into a holiday", () => {
    const bar: CallHours = {
      time_zone: "Europe/Madrid",
      weekly: [{ day: 7, open: "22:00", close: "02:00" }],
      holidays: [{ date: "2026-12-07" }],
    };
    expect(isOpen(bar, at("2026-11-29T20:59:00Z"))).toBe(false);
    expect(isOpen(bar, at("2026-11-29T21:00:00Z"))).toBe(true);
    expect(isOpen(bar, at("2026-11-30T00:59:00Z"))).toBe(true);
    expect(isOpen(bar, at("2026-11-30T01:00:00Z"))).toBe(false);
    expect(isOpen(bar, at("2026-12-06T22:59:00Z"))).toBe(true);
    expect(isOpen(bar, at("2026-12-06T23:00:00Z"))).toBe(false);
  });

  it("reads the wall clock where the clocks change", () => {
    const night: CallHours = {
      time_zone: "Europe/Madrid",
      weekly: [{ day: 7, open: "02:30", close: "03:30" }],
      holidays: [],
    };
    // 29 March 2026: 02:00 becomes 03:00, so the interval begins at 03:00.
    expect(isOpen(night, at("2026-03-29T00:59:00Z"))).toBe(false);
    expect(isOpen(night, at("2026-03-29T01:00:00Z"))).toBe(true);
    expect(isOpen(night, at("2026-03-29T01:30:00Z"))).toBe(false);
    // 25 October 2026: 02:30 occurs twice, and the inbox is open after both.
    expect(isOpen(night, at("2026-10-25T00:30:00Z"))).toBe(true);
    expect(isOpen(night, at("2026-10-25T01:00:00Z"))).toBe(false);
    expect(isOpen(night, at("2026-10-25T01:30:00Z"))).toBe(true);
    expect(isOpen(night, at("2026-10-25T02:30:00Z"))).toBe(false);
  });
});

describe("findOpening", () => {
  it.each([
    ["2026-11-26T12:00:00Z", "2026-11-26T15:00:00.000Z"],
    ["2026-11-26T20:30:00Z", "2026-11-26T22:00:00.000Z"],
    ["2026-11-28T12:00:00Z", "2026-12-03T15:00:00.000Z"],
    // 24 December is a Thursday with hours of its own; the 25th, a Friday, is a holiday.
    ["2026-12-24T01:05:00Z", "2026-12-24T16:00:00.000Z"],
    ["2026-12-24T18:00:00Z", "2026-12-31T15:00:00.000Z"],
    ["2026-11-26T15:00:00Z", null],
  ])("after %s: %s", (time, expected) => {
    expect(findOpening(office, at(time))).toBe(expected);
  });

  it("finds the first moment after a skipped hour", () => {
    const hours: CallHours = {
      time_zone: "Europe/Madrid",
      weekly: [{ day: 7, open: "02:30", close: "03:30" }],
      holidays: [],
    };
    expect(findOpening(hours, at("2026-03-28T23:00:00Z"))).toBe("2026-03-29T01:00:00.000Z");
  });

  it("returns null for an inbox that never opens", () => {
    const closed: CallHours = { time_zone: "UTC", weekly: [], holidays: [] };
    expect(findOpening(closed, at("2026-11-26T12:00:00Z"))).toBeNull();
  });
});

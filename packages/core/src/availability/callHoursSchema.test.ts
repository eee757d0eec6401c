import { describe, expect, it } from "vitest";
import { callHoursSchema } from "./callHoursSchema.ts";
import { writeProviderHours } from "./providerHours.ts";
import { readProviderHours } from "./readProviderHours.ts";

const zone = { time_zone: "America/Mexico_City" };
const day = (open: string, close: string, weekday = 1) => ({ day: weekday, open, close });
const dates = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    date: new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10),
  }));

describe("callHoursSchema", () => {
  it.each([
    { ...zone, weekly: [] },
    { ...zone, weekly: [day("00:00", "24:00")] },
    { ...zone, weekly: [day("09:00", "14:00"), day("14:00", "18:00")] },
    { ...zone, weekly: [day("22:00", "02:00", 7), day("09:00", "12:00", 1)] },
    { ...zone, weekly: [], holidays: dates(20) },
  ])("accepts %j", (hours) => {
    expect(callHoursSchema.safeParse(hours).error).toBeUndefined();
  });

  it.each([
    ["an unknown zone", { time_zone: "Mars/Base", weekly: [] }],
    ["an offset", { time_zone: "+02:00", weekly: [] }],
    ["an unknown day", { ...zone, weekly: [day("09:00", "10:00", 8)] }],
    ["no time", { ...zone, weekly: [day("9", "10:00")] }],
    ["an empty interval", { ...zone, weekly: [day("09:00", "09:00")] }],
    [
      "three intervals a day",
      { ...zone, weekly: [day("01:00", "02:00"), day("03:00", "04:00"), day("05:00", "06:00")] },
    ],
    [
      "a third interval from the night before",
      {
        ...zone,
        weekly: [day("22:00", "02:00", 7), day("09:00", "12:00"), day("13:00", "14:00")],
      },
    ],
    ["an overlap", { ...zone, weekly: [day("09:00", "12:00"), day("11:00", "13:00")] }],
    [
      "an overlap after midnight",
      { ...zone, weekly: [day("22:00", "02:00", 7), day("01:00", "03:00", 1)] },
    ],
    ["21 holidays", { ...zone, weekly: [], holidays: dates(21) }],
    ["a date twice", { ...zone, weekly: [], holidays: [dates(1)[0], dates(1)[0]] }],
    [
      "half of a holiday's hours",
      { ...zone, weekly: [], holidays: [{ date: "2027-01-01", open: "09:00" }] },
    ],
    ["a date that does not exist", { ...zone, weekly: [], holidays: [{ date: "2027-02-30" }] }],
  ])("refuses %s", (_, hours) => {
    expect(callHoursSchema.safeParse(hours).success).toBe(false);
  });
});

const hours = callHoursSchema.parse({
  ...zone,
  weekly: [day("09:00", "24:00"), day("22:00", "02:00", 5)],
  holidays: [
    { date: "2026-01-01" },
    { date: "2026-12-25" },
    { date: "2026-12-24", open: "10:00", close: "12:00" },
  ],
});
const written = {
  status: "ENABLED",
  timezone_id: "America/Mexico_City",
  weekly_operating_hours: [
    { day_of_week: "MONDAY", open_time: "0900", close_time: "2359" },
    { day_of_week: "FRIDAY", open_time: "2200", close_time: "2359" },
    { day_of_week: "SATURDAY", open_time: "0000", close_time: "0200" },
  ],
  holiday_schedule: [
    { date: "2026-12-25", start_time: "0000", end_time: "0000" },
    { date: "2026-12-24", start_time: "1000", end_time: "1200" },
  ],
};

it("hours are written in Meta's format, without past holidays", () => {
  expect(writeProviderHours(hours, new Date("2026-11-26T12:00:00Z"))).toEqual(written);
});

it("the hours of the provider are read as they were written", () => {
  const read = readProviderHours(written);
  expect(read?.weekly).toContainEqual(day("00:00", "02:00", 6));
  expect(writeProviderHours(read ?? hours, new Date("2026-11-26T12:00:00Z"))).toEqual(written);
});

it.each([
  [{ status: "DISABLED", timezone_id: "America/Manaus" }, null],
  [{ status: "ENABLED", timezone_id: "Nowhere/Else", weekly_operating_hours: [] }, undefined],
  ["09:00", undefined],
  [
    {
      status: "ENABLED",
      timezone_id: "America/Manaus",
      weekly_operating_hours: [{ day_of_week: "MONDAY", open_time: "04:00", close_time: "10:20" }],
      holiday_schedule: [{ date: "2026-01-01", open_time: "00:00", close_time: "23:59" }],
    },
    {
      time_zone: "America/Manaus",
      weekly: [day("04:00", "10:20")],
      holidays: [{ date: "2026-01-01", open: "00:00", close: "24:00" }],
    },
  ],
])("reads %j", (value, expected) => {
  expect(readProviderHours(value)).toEqual(expected);
});

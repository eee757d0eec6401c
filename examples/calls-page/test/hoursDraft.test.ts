import type { CallHours } from "@skale-calls/core";
import { expect, test } from "vitest";
import { type HoursDraft, readDraft, writeDraft } from "../src/hours/hoursDraft.ts";

const empty: HoursDraft = {
  timeZone: "America/Mexico_City",
  days: ["", "", "", "", "", "", ""],
  holidays: "",
};
const withMonday = (monday: string): HoursDraft => ({
  ...empty,
  days: [monday, ...empty.days.slice(1)],
});

test.each([
  ["9-18", [["09:00", "18:00"]]],
  [
    "09:00–14:00, 16:00 - 19:00",
    [
      ["09:00", "14:00"],
      ["16:00", "19:00"],
    ],
  ],
  [
    "9:00 a 14:00; 16.30 to 24:00",
    [
      ["09:00", "14:00"],
      ["16:30", "24:00"],
    ],
  ],
  ["22:00-2:00", [["22:00", "02:00"]]],
  [" ", []],
])("reads the hours of a day: %s", (text, intervals) => {
  expect(readDraft(withMonday(text))).toEqual({
    hours: {
      time_zone: "America/Mexico_City",
      weekly: intervals.map(([open, close]) => ({ day: 1, open, close })),
      holidays: [],
    },
  });
});

test.each(["9", "9-25", "24:00-3", "9:00-9:00", "9:0-10", "9-10-11", "abierto"])(
  "refuses %s",
  (text) => {
    expect(readDraft(withMonday(text))).toEqual({ wrong: [0] });
  },
);

test("reads special days, and names every field that is wrong", () => {
  const holidays = "2026-12-25\n\n 2026-12-24  9:00-13:00 ";
  expect(readDraft({ ...empty, holidays })).toMatchObject({
    hours: {
      holidays: [{ date: "2026-12-25" }, { date: "2026-12-24", open: "09:00", close: "13:00" }],
    },
  });
  for (const line of ["25/12/2026", "2026-02-30", "2026-12-24 9", "2026-12-24 22:00-2:00"]) {
    expect(readDraft({ ...empty, holidays: line })).toEqual({ wrong: ["holidays"] });
  }
  const days = ["x", "", "", "", "", "", "y"];
  expect(readDraft({ timeZone: "Mars/Base", days, holidays: "x" })).toEqual({
    wrong: ["timeZone", 0, 6, "holidays"],
  });
});

test("what was written is read back", () => {
  const hours: CallHours = {
    time_zone: "Europe/Madrid",
    weekly: [
      { day: 1, open: "09:00", close: "14:00" },
      { day: 1, open: "16:00", close: "24:00" },
      { day: 7, open: "22:00", close: "02:00" },
    ],
    holidays: [{ date: "2026-12-25" }, { date: "2026-12-24", open: "09:00", close: "13:00" }],
  };
  expect(readDraft(writeDraft(hours, "UTC"))).toEqual({ hours });
  expect(writeDraft(null, "UTC")).toEqual({ ...empty, timeZone: "UTC" });
});

import type { CallHours, Holiday, OpenInterval, Weekday } from "@skale-calls/core";

/** Business hours as a person writes them. */
export interface HoursDraft {
  timeZone: string;
  /** From Monday to Sunday: `9:00-14:00, 16:00-19:00`, or empty. */
  days: readonly string[];
  /** One date per line, with hours or without. */
  holidays: string;
}

/** The fields of a draft that cannot be read: a number is the index of a day. */
export type HoursField = "timeZone" | "holidays" | number;

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];

export function writeDraft(hours: CallHours | null, timeZone: string): HoursDraft {
  return {
    timeZone: hours?.time_zone ?? timeZone,
    days: weekdays.map((day) => writeIntervals(intervalsOf(hours, day), "-")),
    holidays: (hours?.holidays ?? [])
      .map(({ date, open, close }) => (open === undefined ? date : `${date} ${open}-${close}`))
      .join("\n"),
  };
}

/** Writes intervals as `09:00–14:00, 16:00–19:00`. */
export const writeIntervals = (
  intervals: readonly Pick<OpenInterval, "open" | "close">[],
  dash = "–",
): string => intervals.map(({ open, close }) => `${open}${dash}${close}`).join(", ");

/** The intervals of a weekday, the earliest first. */
export const intervalsOf = (hours: CallHours | null, day: Weekday): OpenInterval[] =>
  (hours?.weekly ?? [])
    .filter((interval) => interval.day === day)
    .sort((a, b) => (a.open < b.open ? -1 : 1));

/** Reads a draft. The server checks what is not about one field, such as intervals that overlap. */
export function readDraft({
  timeZone,
  days,
  holidays,
}: HoursDraft): { hours: CallHours } | { wrong: HoursField[] } {
  const wrong: HoursField[] = [];
  const zone = timeZone.trim();
  if (!isTimeZone(zone)) wrong.push("timeZone");
  const weekly = weekdays.flatMap((day, index) => {
    const intervals = readIntervals(days[index] ?? "");
    if (intervals === null) wrong.push(index);
    return (intervals ?? []).map((interval) => ({ day, ...interval }));
  });
  const lines = holidays.split("\n").map((line) => line.trim());
  const dates = lines.filter((line) => line !== "").map(readHoliday);
  if (dates.includes(null)) wrong.push("holidays");
  if (wrong.length > 0) return { wrong };
  return {
    hours: { time_zone: zone, weekly, holidays: dates.filter((date) => date !== null) },
  };
}

type Interval = Pick<OpenInterval, "open" | "close">;

function readIntervals(text: string): Interval[] | null {
  const parts = text.split(/[,;]/).map((part) => part.trim());
  const intervals = parts.filter((part) => part !== "").map(readInterval);
  return intervals.includes(null) ? null : intervals.filter((interval) => interval !== null);
}

function readInterval(text: string): Interval | null {
  const [, from = "", to = ""] = /^(\S+?) *(?:-|–|—|\ba\b|\bto\b) *(\S+)$/i.exec(text) ?? [];
  const [open, close] = [readClock(from), readClock(to)];
  return open === null || close === null || open === "24:00" || open === close
    ? null
    : { open, close };
}

/** Reads `9`, `9:00` and `09:00` as `09:00`. */
function readClock(text: string): string | null {
  const [, hour, minute = "00"] = /^(\d{1,2})(?:[:.](\d\d))?$/.exec(text) ?? [];
  if (hour === undefined) return null;
  const clock = `${hour.padStart(2, "0")}:${minute}`;
  return /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(clock) ? clock : null;
}

function readHoliday(line: string): Holiday | null {
  const [, date = "", rest] = /^(\d{4}-\d\d-\d\d)(?: +(.+))?$/.exec(line) ?? [];
  if (!isDate(date)) return null;
  if (rest === undefined) return { date };
  const interval = readInterval(rest);
  // The hours of a special day end on its date.
  return interval === null || interval.close < interval.open ? null : { date, ...interval };
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone !== "";
  } catch {
    return false;
  }
}

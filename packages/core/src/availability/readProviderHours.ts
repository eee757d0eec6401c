import { readId, readToken } from "../events/fields.ts";
import { isRecord } from "../events/isRecord.ts";
import type { CallHours, Holiday, OpenInterval, Weekday } from "../vocabulary/account.ts";
import { isTimeZone } from "./isTimeZone.ts";
import { callHoursLimits, weekdays } from "./providerHours.ts";

type Fields = Record<string, unknown>;

/**
 * Reads `call_hours` of WhatsApp's settings. Returns null for hours that are switched off, and undefined without a known time
 * zone. Entries that cannot be read are omitted. Accepts `0400` and `04:00`, and both names of a holiday's times, because
 * WhatsApp's table and samples differ.
 */
export function readProviderHours(value: unknown): CallHours | null | undefined {
  if (!isRecord(value)) return undefined;
  if (readToken(value.status) === "disabled") return null;
  const timeZone = readId(value.timezone_id ?? value.timezoneId);
  if (timeZone === undefined || !isTimeZone(timeZone)) return undefined;
  return {
    time_zone: timeZone,
    weekly: listOf(value.weekly_operating_hours ?? value.weeklyOperatingHours)
      .slice(0, weekdays.length * callHoursLimits.intervalsPerDay)
      .flatMap(readInterval),
    holidays: listOf(value.holiday_schedule ?? value.holidaySchedule)
      .slice(0, callHoursLimits.holidays)
      .flatMap(readHoliday),
  };
}

function readInterval(entry: Fields): OpenInterval[] {
  const token = readToken(entry.day_of_week ?? entry.dayOfWeek)?.toUpperCase();
  const day = weekdays.indexOf(token as (typeof weekdays)[number]) + 1;
  const open = readClock(entry.open_time ?? entry.openTime);
  const close = readClosing(entry.close_time ?? entry.closeTime);
  if (day === 0 || open === undefined || close === undefined) return [];
  return [{ day: day as Weekday, open, close }];
}

function readHoliday(entry: Fields): Holiday[] {
  const date = readId(entry.date);
  if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date)) return [];
  const open = readClock(entry.start_time ?? entry.open_time ?? entry.startTime);
  const close = readClosing(entry.end_time ?? entry.close_time ?? entry.endTime);
  // Equal times are a closed day, see `writeProviderHours`.
  return [
    open === undefined || close === undefined || open === close ? { date } : { date, open, close },
  ];
}

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isRecord) : []);

function readClock(value: unknown): string | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):?([0-5]\d)/.exec(readId(value) ?? "") ?? [];
  return hour && `${hour}:${minute}`;
}

/** WhatsApp writes the end of a day as the last minute. */
function readClosing(value: unknown): string | undefined {
  const clock = readClock(value);
  return clock === "23:59" ? "24:00" : clock;
}

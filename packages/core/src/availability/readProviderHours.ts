import { isRecord, readToken } from "../events/fields.ts";
import type { CallHours } from "../vocabulary/account.ts";
import { callHoursSchema } from "./callHoursSchema.ts";
import { weekdays } from "./providerHours.ts";

/**
 * Reads `call_hours` of WhatsApp's settings. Returns null for hours that are switched off, and undefined for hours that
 * cannot be read. Accepts `0400` and `04:00`, and both names of a holiday's times (Meta's table and samples differ).
 */
export function readProviderHours(value: unknown): CallHours | null | undefined {
  if (!isRecord(value)) return undefined;
  if (readToken(value.status) === "disabled") return null;
  const hours = callHoursSchema.safeParse({
    time_zone: value.timezone_id ?? value.timezoneId,
    weekly: listOf(value.weekly_operating_hours ?? value.weeklyOperatingHours).map((entry) => ({
      day:
        weekdays.findIndex(
          (day) => day.toLowerCase() === readToken(entry.day_of_week ?? entry.dayOfWeek),
        ) + 1,
      open: readClock(entry.open_time ?? entry.openTime),
      close: endOfDay(readClock(entry.close_time ?? entry.closeTime)),
    })),
    holidays: listOf(value.holiday_schedule ?? value.holidaySchedule).map(readHoliday),
  });
  return hours.data;
}

function readHoliday(entry: Record<string, unknown>) {
  const open = readClock(entry.start_time ?? entry.open_time ?? entry.startTime);
  const close = endOfDay(readClock(entry.end_time ?? entry.close_time ?? entry.endTime));
  // Equal times are a closed day, see `writeProviderHours`.
  return open === close ? { date: entry.date } : { date: entry.date, open, close };
}

const listOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

function readClock(value: unknown): string | undefined {
  const [, hour, minute] = /^(\d\d):?(\d\d)/.exec(String(value)) ?? [];
  return hour && `${hour}:${minute}`;
}

const endOfDay = (clock: string | undefined) => (clock === "23:59" ? "24:00" : clock);

import type { CallHours, OpenInterval, Weekday } from "../vocabulary/account.ts";
import { readLocalTime } from "./isOpen.ts";

export const weekdays = [
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
  "SUNDAY",
] as const;

/** WhatsApp's limits for `call_hours`, which also hold for the hours of an inbox. */
export const callHoursLimits = { intervalsPerDay: 2, holidays: 20 } as const;

/** `call_hours` in WhatsApp's settings of a number. */
export interface ProviderHours {
  status: "ENABLED";
  timezone_id: string;
  weekly_operating_hours: {
    day_of_week: (typeof weekdays)[number];
    /** `HHMM`. */
    open_time: string;
    close_time: string;
  }[];
  holiday_schedule: { date: string; start_time: string; end_time: string }[];
}

/** Splits the intervals that go past midnight into one interval for each of the two days. */
export function splitAtMidnight(weekly: readonly OpenInterval[]): OpenInterval[] {
  return weekly.flatMap(({ day, open, close }): OpenInterval[] => {
    if (open < close) return [{ day, open, close }];
    const next = (day === 7 ? 1 : day + 1) as Weekday;
    const rest: OpenInterval[] = close === "00:00" ? [] : [{ day: next, open: "00:00", close }];
    return [{ day, open, close: "24:00" }, ...rest];
  });
}

/**
 * Writes business hours as WhatsApp's `call_hours`. Each request replaces all hours, and the holidays that it omits are deleted.
 * Dates in the past are omitted, because WhatsApp refuses them.
 *
 * Inferred, because WhatsApp's pages do not say it: `2359` is the end of a day; `start_time` and `end_time` of a holiday are
 * the hours in which calls are accepted (as in AWS's description of the same field), and equal times mean a closed day.
 */
export function writeProviderHours(hours: CallHours, now: Date): ProviderHours {
  const today = readLocalTime(hours.time_zone, now).date;
  return {
    status: "ENABLED",
    timezone_id: hours.time_zone,
    weekly_operating_hours: splitAtMidnight(hours.weekly).map(({ day, open, close }) => ({
      day_of_week: weekdays[day - 1] ?? "MONDAY",
      open_time: writeTime(open),
      close_time: writeTime(close),
    })),
    holiday_schedule: hours.holidays
      .filter(({ date }) => date >= today)
      .map(({ date, open = "00:00", close = "00:00" }) => ({
        date,
        start_time: writeTime(open),
        end_time: writeTime(close),
      })),
  };
}

const writeTime = (time: string) => (time === "24:00" ? "2359" : time.replace(":", ""));

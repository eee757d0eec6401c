import type { CallHours, Weekday } from "../vocabulary/account.ts";

/** A moment on the wall clock of a time zone. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  date: string;
  /** `HH:MM`. */
  clock: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError if the time zone is not known. */
export function readLocalTime(timeZone: string, at: Date): LocalTime {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    clock: `${parts.hour}:${parts.minute}`,
  };
}

/** Returns the weekday of a date. */
export function weekdayOf(date: string): Weekday {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return (day === 0 ? 7 : day) as Weekday;
}

/**
 * True if an inbox is open at this moment. The rules read the wall clock of the time zone, so they hold when the clocks
 * change: an hour that occurs twice is open or closed twice, and an hour that does not occur is neither. The SQL function
 * `skale_calls.is_open` gives the same answers.
 *
 * @throws RangeError if the time zone is not known.
 * @example
 * isOpen({ time_zone: "Europe/Madrid", weekly: [{ day: 1, open: "22:00", close: "02:00" }], holidays: [] }, at);
 */
export function isOpen({ time_zone, weekly, holidays }: CallHours, at: Date): boolean {
  const { date, clock } = readLocalTime(time_zone, at);
  const onDate = holidays.filter((holiday) => holiday.date === date);
  if (onDate.length > 0) {
    return onDate.some(
      ({ open, close }) =>
        open !== undefined && close !== undefined && open <= clock && clock < close,
    );
  }
  const today = weekdayOf(date);
  const yesterday = today === 1 ? 7 : today - 1;
  return weekly.some(({ day, open, close }) =>
    open < close
      ? day === today && open <= clock && clock < close
      : (day === today && open <= clock) || (day === yesterday && clock < close),
  );
}

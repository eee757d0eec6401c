import type { CallHours } from "../vocabulary/account.ts";
import { isOpen, readLocalTime, weekdayOf } from "./isOpen.ts";

/** The dates after `at` that are searched: two weeks, because holidays may close a whole week. */
const searchedDays = 15;
const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * Finds the next moment at which an inbox opens, in ISO 8601. Returns null if it is open, or if it does not open within
 * two weeks.
 */
export function findOpening(hours: CallHours, at: Date): string | null {
  if (isOpen(hours, at)) return null;
  const today = Date.parse(`${readLocalTime(hours.time_zone, at).date}T00:00:00Z`);
  for (let ahead = 0; ahead < searchedDays; ahead++) {
    const date = new Date(today + ahead * day).toISOString().slice(0, 10);
    const openings = opensOn(hours, date)
      .map((clock) => findInstant(hours.time_zone, date, clock))
      .filter((opening) => opening > at.getTime() && isOpen(hours, new Date(opening)))
      .sort((a, b) => a - b);
    const [first] = openings;
    if (first !== undefined) return new Date(first).toISOString();
  }
  return null;
}

/** The times at which an inbox may open on a date. Midnight is among them, because a holiday may end then. */
function opensOn({ weekly, holidays }: CallHours, date: string): string[] {
  const weekday = weekdayOf(date);
  return [
    "00:00",
    ...weekly.filter((interval) => interval.day === weekday).map(({ open }) => open),
    ...holidays.flatMap((holiday) => (holiday.date === date ? (holiday.open ?? []) : [])),
  ];
}

/** The first moment at which a wall clock shows this time or, where the clocks skip it, a later one. */
function findInstant(timeZone: string, date: string, clock: string): number {
  const wanted = `${date} ${clock}`;
  const wall = Date.parse(`${date}T${clock}:00Z`);
  // No zone is further than 14 hours from UTC. The wall clock grows with time, except where the clocks go back.
  let low = wall - 14 * 60 * minute - minute;
  let high = wall + 14 * 60 * minute;
  while (high - low > minute) {
    const middle = Math.floor((low + high) / 2 / minute) * minute;
    const local = readLocalTime(timeZone, new Date(middle));
    if (`${local.date} ${local.clock}` >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

import { isTimestamp } from "./timestamp.ts";

/**
 * Writes a moment with its time zone, so that Postgres and this code read the same time. A text without a zone is in UTC, as
 * in the database.
 * An invalid text stays unchanged, and the database refuses it with a message.
 */
export function writeTime(time: Date | string): string {
  if (typeof time !== "string") return time.toISOString();
  if (isTimestamp(time)) return time;
  const hasTime = /\d[T ]\d/.test(time);
  const hasZone = /(Z|[+-]\d\d(:?\d\d)?)$/i.test(time);
  const moment = new Date(hasTime && !hasZone ? `${time}Z` : time);
  return Number.isNaN(moment.getTime()) ? time : moment.toISOString();
}

import type { Language } from "../i18n/i18n.ts";
import type { CallsOfDays } from "./countCalls.ts";

/** `YYYY-MM-DD` is read as a day of UTC, so it is written as one. */
const timeZone = "UTC";

/** For the axis: `12 nov`, or of several days the first. */
export function formatTick(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone }).format(
    new Date(day),
  );
}

/** In full: `jueves, 12 de noviembre`, or `6–12 de noviembre`. */
export function formatDays({ first, last }: CallsOfDays, language: Language): string {
  return first === last
    ? new Intl.DateTimeFormat(language, {
        weekday: "long",
        day: "numeric",
        month: "long",
        timeZone,
      }).format(new Date(first))
    : new Intl.DateTimeFormat(language, { day: "numeric", month: "long", timeZone }).formatRange(
        new Date(first),
        new Date(last),
      );
}

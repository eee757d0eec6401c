import type { Language } from "../i18n/i18n.ts";
import type { CallsOfDays } from "./countCalls.ts";

/** `YYYY-MM-DD` is parsed as a UTC day, so it is also formatted in UTC. */
const timeZone = "UTC";

/** Formats a day for the axis: `12 nov`. A bar of several days has the first day. */
export function formatTick(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone }).format(
    new Date(day),
  );
}

/** Formats days in full: `jueves, 12 de noviembre`, or `6–12 de noviembre`. */
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

import type { Weekday } from "@skale-calls/core";
import type { Language } from "../i18n/i18n.ts";

/** Returns the name of a weekday, with a capital letter: `Lunes`. */
export function nameWeekday(day: Weekday, language: Language): string {
  // The first of January 2024 was a Monday.
  const date = new Date(Date.UTC(2024, 0, day));
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(date);
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

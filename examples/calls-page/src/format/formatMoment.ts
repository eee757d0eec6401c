import type { Language } from "../i18n/i18n.ts";

const day = { day: "numeric", month: "short", year: "numeric" } as const;
const forms = {
  time: { timeStyle: "short" },
  day,
  dayAndTime: { ...day, hour: "numeric", minute: "2-digit" },
  /** A date in this year. */
  shortDayAndTime: { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
  timeWithSeconds: { hour: "numeric", minute: "2-digit", second: "2-digit" },
  dayOfWeek: { ...day, weekday: "short" },
  /** With the day of the week and seconds. */
  whole: { ...day, weekday: "short", hour: "numeric", minute: "2-digit", second: "2-digit" },
  /** For spreadsheets. */
  digits: {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A cache, because a formatter is expensive to create and every row needs one. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formats a moment in the page's language and the browser's time zone. */
export function formatMoment(
  moment: string | Date,
  form: keyof typeof forms,
  language: Language,
): string {
  const key = `${language} ${form}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(language, forms[form]);
  formatters.set(key, formatter);
  return formatter.format(new Date(moment));
}

const minute = 60_000;
const hour = 60 * minute;
const relativeFormatters = new Map<string, Intl.RelativeTimeFormat>();

/** Formats a moment as `ahora`, `hace 5 min`, `hoy, 14:03`, `ayer, 14:03`, `3 nov, 14:03`, or the date with its year. */
export function formatRecent(moment: string, now: Date, language: Language): string {
  const relative =
    relativeFormatters.get(language) ??
    new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  relativeFormatters.set(language, relative);
  const then = new Date(moment);
  const past = now.getTime() - then.getTime();
  // A moment that is ahead of this clock is shown as now.
  const minutes = Math.max(0, Math.floor(past / minute));
  if (past > -hour && past < hour) {
    return minutes === 0 ? relative.format(0, "second") : relative.format(-minutes, "minute");
  }
  const days = calendarDays(then, now);
  if (days === 0 || days === 1) {
    return `${relative.format(-days, "day")}, ${formatMoment(then, "time", language)}`;
  }
  const isThisYear = then.getFullYear() === now.getFullYear();
  return formatMoment(then, isThisYear ? "shortDayAndTime" : "dayAndTime", language);
}

/** Counts the midnights between two moments, by the browser's clock. */
function calendarDays(from: Date, to: Date): number {
  const midnight = (date: Date) => new Date(date).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / (24 * hour));
}

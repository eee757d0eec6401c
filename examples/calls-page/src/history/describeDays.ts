import { getLocalTimeZone, parseDate, today } from "@internationalized/date";
import type { TFunction } from "i18next";
import type { Language } from "../i18n/i18n.ts";
import { type HistorySearch, periods } from "./historySearch.ts";

/** Describes the filter by days: `hoy`, `7 días`, `3–8 nov`, `desde 3 nov`, `hasta 8 nov`; null without a filter. */
export function describeDays(
  { from, to }: HistorySearch,
  t: TFunction<"history">,
  language: Language,
): string | null {
  if (from === undefined && to === undefined) return null;
  const now = today(getLocalTimeZone());
  const period = periods.find((days) => now.subtract({ days: days - 1 }).toString() === from);
  if (period !== undefined && to === undefined) {
    return period === 1 ? t("today") : t("lastDays", { count: period });
  }
  const isThisYear = [from, to].every((day) => !day || parseDate(day).year === now.year);
  const format = new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
  const moment = (day: string) => parseDate(day).toDate("UTC");
  if (from === undefined) return t("until", { day: format.format(moment(to ?? "")) });
  if (to === undefined) return t("since", { day: format.format(moment(from)) });
  const [first, last] = from <= to ? [from, to] : [to, from];
  return format.formatRange(moment(first), moment(last));
}

import type { Language } from "../i18n/i18n.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const units = [
  ["day", day],
  ["hour", hour],
  ["minute", minute],
  ["second", second],
] as const;

/**
 * Formats how far away a coming moment is: `dentro de 7 días`, `dentro de 23 horas`. The unit is the largest that fits twice, and
 * the count is rounded up.
 */
export function formatComing(moment: string, now: number, language: Language): string {
  const left = Math.max(0, Date.parse(moment) - now);
  const [unit, length] = units.find(([, length]) => left >= 2 * length) ?? ["second", second];
  const format = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  return format.format(Math.ceil(left / length), unit);
}

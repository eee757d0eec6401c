const units = [
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Formats seconds in words, in the two largest units: `4 min 7 s`, `2 h 14 min`. */
export function formatSpan(seconds: number, language: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const first = units.findIndex(([, length]) => whole >= length);
  return units
    .slice(first === -1 ? -1 : first)
    .slice(0, 2)
    .map(([unit, length], index) => {
      const count = Math.floor(index === 0 ? whole / length : (whole % (length * 60)) / length);
      return count.toLocaleString(language, { style: "unit", unit, unitDisplay: "short" });
    })
    .join(" ");
}

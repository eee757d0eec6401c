import { type AliasRule, aliasRules } from "@skale-calls/core";

/**
 * The patterns of Postgres' `like` that find every number of which these digits are a part, in any of the forms that WhatsApp has
 * of it (`phoneAliases`). The form that is stored contains the digits themselves, or it is the other form, and the digits
 * contain the place of the country's mobile mark: then its length and the digits' places are known.
 *
 * @example
 * numberPatterns("31988888888"); // ["%31988888888%", "+553188888888", ...]
 */
export function numberPatterns(digits: string): string[] {
  return [...new Set([`%${digits}%`, ...aliasRules.flatMap((rule) => otherForms(digits, rule))])];
}

/** The forms without the mark of what was typed with it, and the other way round; `_` is any digit. */
function otherForms(
  digits: string,
  { callingCode, areaDigits, mark, subscriberDigits }: AliasRule,
): string[] {
  const start = callingCode + "_".repeat(areaDigits);
  const end = "_".repeat(subscriberDigits);
  const markStart = start.length;
  const markEnd = markStart + mark.length;
  const patterns: string[] = [];
  for (let offset = 0; offset < markEnd; offset++) {
    const typedEnd = offset + digits.length;
    const long = typedEnd > markStart ? place(digits, offset, start + mark + end) : undefined;
    if (long) patterns.push(`+${long.slice(0, markStart)}${long.slice(markEnd)}`);
    const isAround = offset < markStart && typedEnd > markStart;
    const short = isAround ? place(digits, offset, start + end) : undefined;
    if (short) patterns.push(`+${short.slice(0, markStart)}${mark}${short.slice(markStart)}`);
  }
  return patterns;
}

/** The form with the digits in it; undefined when they do not fit there. */
function place(digits: string, offset: number, form: string): string | undefined {
  const under = form.slice(offset, offset + digits.length);
  const fits =
    under.length === digits.length &&
    [...under].every((digit, index) => digit === "_" || digit === digits[index]);
  return fits ? form.slice(0, offset) + digits + form.slice(offset + digits.length) : undefined;
}

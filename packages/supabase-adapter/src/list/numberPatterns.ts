import { type AliasRule, aliasRules } from "@skale-calls/core/internal";

/**
 * Writes the `like` patterns that find every number that contains these digits in any of its WhatsApp forms. The first pattern
 * finds the stored numbers that contain the digits. The other patterns find numbers that are stored in their other form: the
 * digits are before and after the country's mark, so such a pattern has a fixed length and a fixed position for each digit.
 *
 * @example
 * numberPatterns("31988888888"); // ["%31988888888%", "+553188888888"]
 */
export function numberPatterns(digits: string, rules: readonly AliasRule[] = aliasRules): string[] {
  return [...new Set([`%${digits}%`, ...rules.flatMap((rule) => otherForms(digits, rule))])];
}

/** Returns a function that says whether a text matches one of the patterns: `%` is any text and `_` any character. */
export function matchLike(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const source = pattern.replace(/[^\d]/g, (sign) => wildcards[sign] ?? `[${sign}]`);
    return new RegExp(`^${source}$`, "s");
  });
  return (text) => expressions.some((expression) => expression.test(text));
}

const wildcards: Readonly<Record<string, string>> = { "%": ".*", _: "." };

/** Writes the patterns for numbers that are typed with one mark and stored with the other. */
function otherForms(digits: string, rule: AliasRule): string[] {
  const { mark, shortMark = "" } = rule;
  return [...exchange(digits, rule, mark, shortMark), ...exchange(digits, rule, shortMark, mark)];
}

function exchange(
  digits: string,
  rule: AliasRule,
  typedMark: string,
  storedMark: string,
): string[] {
  const { callingCode, areaDigits, subscriberDigits, startsWith = "" } = rule;
  const start = callingCode + "_".repeat(areaDigits);
  const form = start + typedMark + "_".repeat(subscriberDigits);
  const markEnd = start.length + typedMark.length;
  const patterns: string[] = [];
  for (let offset = 0; offset + digits.length <= form.length; offset++) {
    const end = offset + digits.length;
    // Digits that are all on one side of the mark appear in both forms.
    const isOverMark =
      typedMark === "" ? offset < markEnd && end > markEnd : offset < markEnd && end > start.length;
    const placed = isOverMark ? place(digits, offset, form) : undefined;
    if (placed === undefined) continue;
    const subscriber = placed.slice(markEnd);
    if (mayBegin(subscriber, startsWith)) {
      patterns.push(`+${placed.slice(0, start.length)}${storedMark}${subscriber}`);
    }
  }
  return patterns;
}

/** Puts the digits into the form at an offset; undefined if they do not fit there. */
function place(digits: string, offset: number, form: string): string | undefined {
  const fits = [...digits].every((digit, index) => {
    const under = form[offset + index];
    return under === "_" || under === digit;
  });
  return fits ? form.slice(0, offset) + digits + form.slice(offset + digits.length) : undefined;
}

/** Whether a subscriber number may begin in this way. A digit that was not typed (`_`) may be any digit. */
function mayBegin(subscriber: string, startsWith: string): boolean {
  return subscriber.includes("_") || new RegExp(`^(?:${startsWith})`).test(subscriber);
}

import { type AliasRule, aliasRules } from "@skale-calls/core/internal";
import { quoteFilterValue } from "./quoteFilterValue.ts";

/** Fewer digits are in nearly every number. */
const fewestDigits = 3;
/** Longer texts find nothing, and an address has its limits. */
const longestText = 100;
const phoneText = /^[+\d\s().-]+$/;

/** The letters that are written with and without an accent; who types in a hurry leaves it away. */
const letterForms: Readonly<Record<string, string>> = Object.fromEntries(
  ["aáàâãä", "eéèêë", "iíìîï", "oóòôõö", "uúùûü", "nñ", "cç"].flatMap((forms) =>
    [...forms].map((letter) => [letter, `[${forms}${forms.toUpperCase()}]`]),
  ),
);

/**
 * The inside of PostgREST's `or=(...)` that finds what a person typed: a part of a contact's name, whatever the case
 * and the accents, or of a number, with or without spaces and `+`, in any of its WhatsApp forms.
 *
 * @returns null when there is nothing to look for.
 */
export function searchFilter(search: string): string | null {
  const text = search
    .normalize("NFC")
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, longestText);
  if (text === "") return null;
  const conditions = [`contact_name.imatch.${quoteFilterValue(namePattern(text))}`];
  const digits = text.replace(/\D/g, "");
  if (phoneText.test(text) && digits.length >= fewestDigits) {
    for (const part of numberParts(digits)) conditions.push(`contact_phone.like.*${part}*`);
  }
  return conditions.join(",");
}

/**
 * Matches nothing, and Postgres, which under row-level security judges a pattern by its looks alone, expects a lot of it. So
 * it goes from the newest call on and stops at a full page; else it would read and sort all calls for a name of thousands.
 */
const neverButLikely = "|.^";

/** A regular expression; words may have others between them. */
function namePattern(text: string): string {
  const words = text.split(/\s+/).map((word) => [...word].map(letterPattern).join(""));
  return words.join(".*") + neverButLikely;
}

/** Without backslashes, which stand-ins for PostgREST read in different ways. */
function letterPattern(letter: string): string {
  if (/[\\^"]/.test(letter)) return ".";
  if (/[$.|?*+()[\]{}]/.test(letter)) return `[${letter}]`;
  return letterForms[letter.toLowerCase()] ?? letter;
}

/** The digits as typed, and with a country's mobile mark put in or left away (`phoneAliases`, for a part of a number). */
function numberParts(digits: string): string[] {
  return [...new Set([digits, ...aliasRules.flatMap((rule) => otherForms(digits, rule))])];
}

function otherForms(digits: string, { callingCode, areaDigits, mark }: AliasRule): string[] {
  const start = new RegExp(`^(${callingCode}\\d{${areaDigits}})(${mark})?(\\d+)$`).exec(digits);
  if (start === null) return [];
  const [, code = "", hasMark, rest = ""] = start;
  return [hasMark === undefined ? `${code}${mark}${rest}` : `${code}${rest}`];
}

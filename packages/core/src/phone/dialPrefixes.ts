import { formerMexicanPrefixes } from "./formerMexicanPrefixes.ts";

/**
 * Prefixes that people still write although the numbering plans no longer have them, by country (ISO 3166). A prefix is
 * removed only if the number is invalid with it and valid without it.
 */

/** Domestic prefixes: a regular expression and its replacement. A leading 0 and the plan's own prefix need no row. */
export const deadPrefixes: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  // People also write these after the 1 that was dialled before mobiles from abroad.
  MX: [[`1?(?:${formerMexicanPrefixes})`, ""]],
  // The 9 before mobiles from abroad, together with the domestic 15 or 0: +54 9 11 15 2345 6789, +54 9 011 2345 6789.
  AR: [
    ["9(?=\\d{2,5}15)", ""],
    ["90", "9"],
  ],
  // The Soviet 8, before the current 0 or in place of it.
  ...Object.fromEntries(
    ["AM", "AZ", "EE", "GE", "KG", "LT", "LV", "MD", "TJ", "UA", "UZ"].map((code) => [
      code,
      [["8", ""]],
    ]),
  ),
};

/**
 * Countries where people always write the domestic 0, and where a number without the 0 may begin with the digits of the
 * calling code. Digits that begin with the calling code are read as a number with its calling code, because WhatsApp
 * writes numbers without `+`. The list is made by hand, because the numbering plans do not say where people omit the 0:
 * they omit it in Brazil, Cuba, India, Myanmar and Vietnam. South Africa is not in the list, because its calling code
 * 27 is also an area code.
 */
export const zeroAlwaysWritten: ReadonlySet<string | undefined> = new Set([
  "AT",
  "DE",
  "FI",
  "ID",
  "NL",
  "SE",
  "XK",
]);

/**
 * Calling codes of countries whose numbers are so long that a number with a doubled calling code may be valid. The
 * codes are not area codes of these countries.
 */
export const doubledCodes = ["49", "62", "383"] as const;

/** International prefixes that the numbering plans do not contain: older prefixes, and prefixes of single operators. */
export const olderInternationalPrefixes: Readonly<Record<string, string>> = {
  // The code of an operator, then 010.
  JP: "(?:001|0033|0041|0061|0078|0082|0088|00121|00122)010",
  HK: "00[68]0",
  // The numbering plan already contains 008 and 009.
  ID: "00[17]|01017",
  // The Soviet 8~10.
  ...Object.fromEntries(
    ["AM", "AZ", "EE", "GE", "KG", "LT", "LV", "MD", "UA", "UZ"].map((code) => [code, "810"]),
  ),
};

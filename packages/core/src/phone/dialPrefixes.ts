/**
 * Prefixes that people still write although the numbering plans have dropped them, by country (ISO 3166). They are
 * taken off only where the number is not valid with them and valid without them.
 */

/** Domestic prefixes: a regular expression, and what takes its place. A leading 0 and the plan's own prefix need no row. */
export const deadPrefixes: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  // 01 to landlines, 044 and 045 to mobiles, until 2019-08-03; also behind the 1 of mobiles from abroad.
  MX: [["1?(?:01|04[45])", ""]],
  // The 9 of mobiles from abroad, written beside the domestic 15 or 0: +54 9 11 15 2345 6789, +54 9 011 2345 6789.
  AR: [
    ["9(?=\\d{2,5}15)", ""],
    ["90", "9"],
  ],
  // The Soviet 8, before or instead of today's 0.
  ...Object.fromEntries(
    ["AM", "AZ", "EE", "GE", "KG", "LT", "LV", "MD", "TJ", "UA", "UZ"].map((code) => [
      code,
      [["8", ""]],
    ]),
  ),
};

/** International prefixes, beside those of the numbering plans: older ones, and those of single operators. */
export const olderInternationalPrefixes: Readonly<Record<string, string>> = {
  // The operator's code before 010.
  JP: "(?:001|0033|0041|0061|0078|0082|0088|00121|00122)010",
  HK: "00[68]0",
  // 001, 007 and 01017 beside 008 and 009.
  ID: "00[17]|01017",
  // The Soviet 8~10.
  ...Object.fromEntries(
    ["AM", "AZ", "EE", "GE", "KG", "LT", "LV", "MD", "UA", "UZ"].map((code) => [code, "810"]),
  ),
};

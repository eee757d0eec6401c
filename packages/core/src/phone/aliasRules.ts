/**
 * Countries whose numbers WhatsApp may know in two forms, as data. An id that was created before a reform of the
 * numbering plan keeps the old form, and both forms reach the same account. A form consists of the calling code,
 * `areaDigits` digits of an area code, a mark, and `subscriberDigits` digits. The two forms have different marks; most
 * shorter forms have none.
 *
 * The rules are for matching only. The other form may be a landline or may no longer be in use, so a number is never
 * converted for dialling; `normalizePhone` accepts both forms as they are written. The SQL function `phone_key` is
 * generated from these rows.
 */
export interface AliasRule {
  country: string;
  callingCode: string;
  areaDigits: number;
  /** The mark of the longer form. */
  mark: string;
  /** The mark of the shorter form. Default: none. */
  shortMark?: string;
  subscriberDigits: number;
  /** A regular expression for the subscriber's first digits, if only some numbers have both forms. */
  startsWith?: string;
}

/**
 * "Seen" means that people have reported such ids. "Inferred" means that only the reform of the numbering plan is
 * published.
 */
export const aliasRules: readonly AliasRule[] = [
  // Seen. The mobile 1 was dropped in 2019: +52 1 55 1234 5678 and +52 55 1234 5678.
  { country: "MX", callingCode: "52", areaDigits: 0, mark: "1", subscriberDigits: 10 },
  // Seen. Callers from abroad dial a 9 before mobiles: +54 9 11 2345 6789 and +54 11 2345 6789.
  { country: "AR", callingCode: "54", areaDigits: 0, mark: "9", subscriberDigits: 10 },
  // Seen. Mobiles got a ninth digit from 2012 to 2016: +55 11 9 8765 4321 and +55 11 8765 4321. Older mobiles begin with
  // 6 to 9; a number that begins with 2 to 5 is a different subscriber's landline.
  {
    ...{ country: "BR", callingCode: "55", areaDigits: 2, mark: "9", subscriberDigits: 8 },
    startsWith: "[6-9]",
  },
  // Seen. Numbers have ten digits since 2021-01-31. The two new digits depend on the operator, which the second digit of a
  // mobile and the third digit of a landline identify (ARTCI): +225 07 77 10 00 00 and +225 77 10 00 00.
  ...ivorian("01", "[04-9][0-3]"),
  ...ivorian("05", "[04-9][4-6]"),
  ...ivorian("07", "[04-9][7-9]"),
  ...ivorian("21", "2\\d8"),
  ...ivorian("25", "[23]\\d0"),
  ...ivorian("27", "(?:2\\d[1-79]|3\\d[1-9])"),
  // Inferred. Every number begins with 01 since 2024-11-30: +229 01 97 00 00 00 and +229 97 00 00 00.
  {
    ...{ country: "BJ", callingCode: "229", areaDigits: 0, mark: "01", subscriberDigits: 8 },
    startsWith: "[2-9]",
  },
  // Inferred. Numbers have an operator digit since 2019-07-20. The old domestic 0 was also written after the calling code:
  // +241 77 12 34 56, +241 07 12 34 56 and +241 7 12 34 56.
  ...gabonese("6", "[256]"),
  ...gabonese("7", "[47]"),
  ...gabonese("1", "1"),
  ...gabonese("0", "[124-7]"),
  // Inferred. Mobiles begin with 6 since 2014-11-21: +237 6 77 12 34 56 and +237 77 12 34 56.
  {
    ...{ country: "CM", callingCode: "237", areaDigits: 0, mark: "6", subscriberDigits: 8 },
    startsWith: "[5-79]",
  },
  // Inferred. Eleven-digit mobiles became ten-digit ones in 2018: +84 120 123 4567 and +84 70 123 4567.
  ...vietnamese("16", "3", "[2-9]"),
  ...vietnamese("12", "7", "[068]"),
  ...vietnamese("12", "8", "[345]"),
  ...vietnamese("18", "5", "[68]"),
  ...vietnamese("19", "5", "9"),
  ...vietnamese("121", "79"),
  ...vietnamese("122", "77"),
  ...vietnamese("127", "81"),
  ...vietnamese("129", "82"),
];

function ivorian(mark: string, startsWith: string): AliasRule[] {
  const plan = { country: "CI", callingCode: "225", areaDigits: 0, subscriberDigits: 8 };
  return [{ ...plan, mark, startsWith }];
}

function gabonese(mark: string, startsWith: string): AliasRule[] {
  const plan = { country: "GA", callingCode: "241", areaDigits: 0, subscriberDigits: 7 };
  return [{ ...plan, mark, startsWith }];
}

/** Creates a rule for Vietnam, where the reform replaced the first digits. */
function vietnamese(mark: string, shortMark: string, startsWith?: string): AliasRule[] {
  const plan = { country: "VN", callingCode: "84", areaDigits: 0, mark, shortMark };
  const subscriberDigits = 10 - mark.length;
  return [{ ...plan, subscriberDigits, ...(startsWith === undefined ? {} : { startsWith }) }];
}

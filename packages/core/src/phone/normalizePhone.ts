import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import { doubledCodes } from "./dialPrefixes.ts";
import { findPlan, findPlans, lengthsOf, type NumberingPlan } from "./numberingPlans.ts";
import { phoneKey } from "./phoneAliases.ts";
import { phoneError } from "./phoneError.ts";
import {
  type Doubt,
  doubts,
  internationalPrefixes,
  type PhoneReading,
  readInternational,
  readNational,
  readPrefixed,
  withoutDomesticPrefix,
} from "./phoneReadings.ts";
import { type DialString, readDialString } from "./readDialString.ts";

export interface NormalizePhoneOptions {
  /** The country of numbers without a country code: ISO 3166 alpha-2, such as `MX`, in upper or lower case. */
  defaultCountry?: string;
  /**
   * True if the number is known to exist: a webhook contained it, or it is the account's own number. A known number
   * that is written with `+` is returned without a check of its numbering plan, because new ranges are in use before
   * the metadata contains them.
   */
  known?: boolean;
}

/**
 * Converts a phone number as a person writes it to E.164: `+` and at most 15 digits.
 *
 * The input may contain spaces, dots, dashes, slashes, parentheses, invisible characters from copy and paste, full-width
 * and Arabic digits, `whatsapp:`, `tel:`, `sms:`, `callto:`, links that open a chat and WhatsApp's addresses (`...@c.us`).
 * A safe integer (JSON from a spreadsheet) is read as its digits, and a spreadsheet's `.0` and quotes are removed.
 *
 * The number must exist in the numbering plan of its country (libphonenumber's metadata), or be another form that
 * WhatsApp uses for such a number (`aliasRules`: `+52 1 55 ...`, Brazil's eight-digit mobiles). Such a form is kept as
 * it is written. Three kinds of prefixes are removed if the number exists only without them: a domestic prefix after
 * the country code (`+44 (0)20 ...`, `+52 01 55 ...`), a prefix that the plan no longer has (MX 01, 044, 045; CL 09),
 * and a doubled prefix. Digits without `+` need a default country: they are read as a domestic number, or with the
 * country's international prefix (US 011, CO 009, AU 0011). `00` is an international prefix in every country. An input
 * that may be two different numbers is refused.
 *
 * @throws {CallsError} `phone_missing`, `phone_invalid` (letters, an extension, two numbers),
 * `phone_too_short`, `phone_too_long`, `phone_unassigned` (the length is right, but no such number exists: often the area
 * code is missing), `phone_ambiguous` (two different numbers fit), `phone_country_missing`, `phone_country_unknown` (also
 * for an unknown `defaultCountry`), `phone_is_user_id` (such as `MX.13491208655302741918`).
 * @example
 * normalizePhone("+52 1 55 1234 5678"); // "+5215512345678"
 * normalizePhone("(55) 1234-5678", { defaultCountry: "MX" }); // "+525512345678"
 * normalizePhone("009 1 202 555 0123", { defaultCountry: "CO" }); // "+12025550123"
 */
export function normalizePhone(input: unknown, options: NormalizePhoneOptions = {}): string {
  const plan = readDefaultCountry(options.defaultCountry);
  const written = readDialString(input);
  if (options.known === true && written.hasPlus) return readKnown(written.digits);
  for (const doubt of doubts) {
    const phone = chooseReading(readingsOf(written, plan, doubt), written);
    if (phone !== undefined) return phone;
  }
  throw phoneError(problemOf(written, plan));
}

/** E.164 allows at most 15 digits. The shortest numbers have 7 digits with their calling code. */
const minDigits = 7;
const maxDigits = 15;

function readDefaultCountry(code: string | undefined): NumberingPlan | undefined {
  const name = code?.trim().toUpperCase();
  if (!name) return undefined;
  const plan = findPlan(name);
  if (plan) return plan;
  throw phoneError("phone_country_unknown", "defaultCountry is not an ISO 3166 code such as MX.");
}

function readKnown(digits: string): string {
  const problem = lengthProblem(digits.length, minDigits, maxDigits);
  if (problem) throw phoneError(problem);
  if (findPlans(digits).length === 0) throw phoneError("phone_country_unknown");
  return `+${digits}`;
}

function readingsOf(
  written: DialString,
  plan: NumberingPlan | undefined,
  doubt: Doubt,
): PhoneReading[] {
  const { optionalZero } = written;
  const forms = [written];
  if (optionalZero !== undefined) forms.push(withoutDigits(written, optionalZero, 1));
  const doubled = doubledCodeOf(written, plan);
  if (doubled) forms.push(withoutDigits(written, ...doubled));
  return forms.flatMap((form) => readDigits(form, plan, doubt));
}

/** Finds a calling code that is written twice, with a space after each, and returns its position and its length. */
function doubledCodeOf(
  { digits, hasPlus, gaps }: DialString,
  plan: NumberingPlan | undefined,
): [start: number, count: number] | undefined {
  const start = digits.startsWith("00") ? 2 : 0;
  const code = doubledCodes.find((some) => digits.startsWith(some + some, start));
  if (code === undefined || !(hasPlus || start > 0 || plan?.callingCode === code)) return undefined;
  const { length } = code;
  return gaps.has(start + length) && gaps.has(start + 2 * length) ? [start, length] : undefined;
}

function withoutDigits(written: DialString, start: number, count: number): DialString {
  const digits = written.digits.slice(0, start) + written.digits.slice(start + count);
  const gaps = [...written.gaps].map((gap) => (gap > start ? Math.max(start, gap - count) : gap));
  return { ...written, digits, gaps: new Set(gaps) };
}

function readDigits(
  { digits, hasPlus, gaps }: DialString,
  plan: NumberingPlan | undefined,
  doubt: Doubt,
): PhoneReading[] {
  if (digits.length > longestDialled) return [];
  const plain = (phone: string): PhoneReading => ({ phone });
  // No calling code begins with 0: in `+00 52 ...` and `+011 52 ...` the international prefix is written twice.
  if (hasPlus && !digits.startsWith("0")) return readInternational(digits, doubt).map(plain);
  const prefixed = readPrefixed(digits, plan, doubt);
  if (hasPlus || !plan) return prefixed;
  // A wrong number of another country must not become a domestic number.
  if (doubt > 0 && internationalPrefixes(digits, plan).length > 0) return prefixed;
  // In Russia and Kazakhstan, 8 10 is an international prefix, although the plan contains 14-digit numbers that begin
  // with it.
  if (plan.callingCode === "7" && digits.startsWith("810")) return prefixed;
  const grouped = hasGapWithin(gaps, 0, digits.length) && !gaps.has(plan.callingCode.length);
  return [
    ...prefixed,
    ...readNational(digits, plan, doubt, grouped ? "unlikely" : "likely").map(plain),
  ];
}

/** The most digits that are read: the longest international prefix, a domestic prefix and a number together. */
const longestDialled = 26;

/**
 * Returns the number if only one is possible, and throws `phone_ambiguous` if several are. People do not write a space
 * inside a calling code, so `009 1` is not read as 00 and 91, even if 009 is not a prefix of the default country. If
 * several readings remain, a reading whose international prefix contains no space is preferred.
 */
function chooseReading(
  readings: readonly PhoneReading[],
  { digits, gaps }: DialString,
): string | undefined {
  if (readings.length === 0) return undefined;
  // If there are spaces between most digits, they do not show where the prefix ends.
  const tell = gaps.size < digits.length / 2;
  const whole = readings.filter(({ ends: [prefix, code] = [0, 0] }) => {
    return !tell || !hasGapWithin(gaps, prefix, code);
  });
  const [first] = whole;
  if (first && areOneNumber(whole)) return first.phone;
  const wholePrefix = whole.filter(({ ends: [prefix] = [0, 0] }) => !hasGapWithin(gaps, 0, prefix));
  const [best] = wholePrefix;
  if (best && tell && areOneNumber(wholePrefix)) return best.phone;
  throw phoneError("phone_ambiguous");
}

function areOneNumber(readings: readonly PhoneReading[]): boolean {
  return new Set(readings.map(({ phone }) => phoneKey(phone))).size <= 1;
}

function hasGapWithin(gaps: ReadonlySet<number>, start: number, end: number): boolean {
  for (const gap of gaps) if (gap > start && gap < end) return true;
  return false;
}

/** Returns the error code for digits that cannot be read as a number, by the most likely way to read them. */
function problemOf({ digits, hasPlus }: DialString, plan: NumberingPlan | undefined): ErrorCode {
  const [prefixLength] = hasPlus ? [0] : internationalPrefixes(digits, plan);
  if (prefixLength !== undefined) return internationalProblem(digits.slice(prefixLength));
  if (!plan) {
    return lengthProblem(digits.length, minDigits, maxDigits) ?? "phone_country_missing";
  }
  const [least, most] = lengthsOf([plan]);
  const { callingCode } = plan;
  const hasCode = digits.startsWith(callingCode) && digits.length > most;
  const national = hasCode ? digits.slice(callingCode.length) : withoutDomesticPrefix(digits, plan);
  return lengthProblem(national.length, least, most) ?? "phone_unassigned";
}

function internationalProblem(digits: string): ErrorCode {
  if (digits.length > maxDigits + 1) return "phone_too_long";
  const plans = findPlans(digits);
  const [main] = plans;
  if (!main) return digits.length < 3 ? "phone_too_short" : "phone_country_unknown";
  const [least, most] = lengthsOf(plans);
  const national = digits.slice(main.callingCode.length);
  return lengthProblem(national.length, least, most) ?? "phone_unassigned";
}

function lengthProblem(length: number, least: number, most: number): ErrorCode | undefined {
  if (length < least) return "phone_too_short";
  return length > most ? "phone_too_long" : undefined;
}

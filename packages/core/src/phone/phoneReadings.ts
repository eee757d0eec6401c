import { deadPrefixes, zeroAlwaysWritten } from "./dialPrefixes.ts";
import { findPlans, isInUse, type NumberingPlan } from "./numberingPlans.ts";

/** One way to read digits as a number that is in use. */
export interface PhoneReading {
  /** E.164. */
  phone: string;
  /** For a number with an international prefix: the positions where the prefix and the calling code end. */
  ends?: readonly [prefix: number, code: number];
}

/**
 * The number of wrong prefixes in the written number:
 * 0: the number is written as people write it in its country, or in a form that WhatsApp uses;
 * 1: the number has one extra prefix, which is misplaced, doubled or no longer in the plan;
 * 2: the number has such a prefix, followed by a domestic prefix.
 */
export type Doubt = 0 | 1 | 2;
export const doubts: readonly Doubt[] = [0, 1, 2];

/** Reads digits that begin with a calling code. */
export function readInternational(digits: string, doubt: Doubt): string[] {
  const plans = findPlans(digits);
  const [main] = plans;
  if (!main) return [];
  const national = digits.slice(main.callingCode.length);
  const inUse = (rest: string) => usable(main.callingCode, rest);
  if (doubt === 0) return inUse(national);
  const lesser = withoutOnePrefix(national, main);
  if (doubt === 1) {
    // Only the rule of the main country is used, because the rules of other countries with this calling code add an
    // area code to local numbers.
    return [withoutDomesticPrefix(national, main), ...lesser].flatMap(inUse);
  }
  return lesser.map((rest) => withoutDomesticPrefix(rest, main)).flatMap(inUse);
}

/**
 * How likely it is that digits without `+` begin with a calling code. `unlikely`: the digits are in groups, and no
 * group ends where the code ends. `afterPrefix`: a prefix was removed before the digits (`046 084...` in Lund contains
 * no calling code).
 */
type CodeSign = "likely" | "unlikely" | "afterPrefix";

/**
 * Reads digits as they are dialled inside a country, or with its calling code but without `+`.
 *
 * @param code has an effect only in the countries of `zeroAlwaysWritten`, for digits that begin with the calling code.
 */
export function readNational(
  digits: string,
  plan: NumberingPlan,
  doubt: Doubt,
  code: CodeSign,
): string[] {
  const { callingCode } = plan;
  const withCode = digits.startsWith(callingCode) ? readInternational(digits, doubt) : [];
  if (doubt === 0) {
    const coded = zeroAlwaysWritten.has(plan.country) ? readCoded(digits, plan) : [];
    if (coded.length > 0 && code === "likely") return coded;
    // If the number exists with and without its domestic prefix, it is read without the prefix, such as `8 800 ...` in
    // Russia.
    const bare = usable(callingCode, withoutDomesticPrefix(digits, plan));
    const domestic = bare.length > 0 ? bare : usable(callingCode, digits);
    return [...domestic, ...withCode, ...(code === "unlikely" ? coded : [])];
  }
  if (doubt === 1) {
    return [
      ...withoutOnePrefix(digits, plan).flatMap((rest) =>
        readNational(rest, plan, 0, "afterPrefix"),
      ),
      ...withCode,
    ];
  }
  return withCode;
}

/** Reads digits that begin with the country's calling code, and may have the domestic prefix after it. */
function readCoded(digits: string, plan: NumberingPlan): string[] {
  const { callingCode } = plan;
  if (!digits.startsWith(callingCode)) return [];
  const national = digits.slice(callingCode.length);
  const whole = usable(callingCode, national);
  return whole.length > 0 ? whole : usable(callingCode, withoutDomesticPrefix(national, plan));
}

/**
 * Reads digits that begin with an international prefix: a prefix of the country, or `00`, which people write in every
 * country.
 */
export function readPrefixed(
  digits: string,
  plan: NumberingPlan | undefined,
  doubt: Doubt,
): PhoneReading[] {
  const prefixLengths = internationalPrefixes(digits, plan);
  const readAfter = (prefixLength: number): PhoneReading[] => {
    const rest = digits.slice(prefixLength);
    const [main] = findPlans(rest);
    const codeLength = main?.callingCode.length ?? 0;
    const found = readInternational(rest, doubt);
    // If two international prefixes fit, a domestic 0 after the calling code is no reason to exclude a reading.
    const all =
      doubt === 0 && found.length === 0 && prefixLengths.length > 1 && rest[codeLength] === "0"
        ? readInternational(rest, 1)
        : found;
    return all.map((phone) => ({ phone, ends: [prefixLength, prefixLength + codeLength] }));
  };
  return prefixLengths.flatMap(readAfter);
}

const longestPrefix = 9;

/**
 * Returns the lengths of the international prefixes with which the digits begin: the prefixes of the country, the
 * longest first, then `00`.
 */
export function internationalPrefixes(digits: string, plan: NumberingPlan | undefined): number[] {
  const lengths = new Set<number>();
  for (let length = longestPrefix; length > 0; length--) {
    if (plan?.internationalPrefix.test(digits.slice(0, length)) && digits.length > length) {
      lengths.add(length);
    }
  }
  if (digits.startsWith("00")) lengths.add(2);
  return [...lengths];
}

function usable(callingCode: string, national: string): string[] {
  const phone = `+${callingCode}${national}`;
  return isInUse(phone) ? [phone] : [];
}

/** Removes the domestic prefix, by libphonenumber's rules. */
export function withoutDomesticPrefix(digits: string, plan: NumberingPlan): string {
  const { domesticPrefix, domesticReplacement } = plan;
  const match = domesticPrefix?.exec(digits);
  if (!match || !domesticPrefix) return digits;
  const fits = match.length > 1 && match[match.length - 1] !== undefined;
  return domesticReplacement !== undefined && fits
    ? digits.replace(domesticPrefix, domesticReplacement)
    : digits.slice(match[0].length);
}

/** Removes one prefix: a prefix of `deadPrefixes`, a repeated calling code, or a 0. Returns every possible result. */
function withoutOnePrefix(digits: string, { country, callingCode }: NumberingPlan): string[] {
  const dead = deadPrefixes[country ?? ""] ?? [];
  return [...dead, [callingCode, ""] as const, ["0", ""] as const]
    .map(([prefix, other]) => digits.replace(new RegExp(`^${prefix}`), other))
    .filter((rest) => rest !== digits);
}

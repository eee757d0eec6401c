import { deadPrefixes } from "./dialPrefixes.ts";
import { findPlans, isInUse, type NumberingPlan } from "./numberingPlans.ts";

/** One way to read digits as a number that is in use. */
export interface PhoneReading {
  /** E.164. */
  phone: string;
  /** Behind an international prefix: where the prefix ends, and where the calling code does. */
  ends?: readonly [prefix: number, code: number];
}

/**
 * How much of what is written has to be explained away:
 * 0 the number is as its country writes it, or a form that WhatsApp uses;
 * 1 one prefix more, which belongs elsewhere, is doubled or has been dropped by the plan;
 * 2 such a prefix, with the domestic prefix behind it.
 */
export type Doubt = 0 | 1 | 2;
export const doubts: readonly Doubt[] = [0, 1, 2];

/** Digits that begin with a calling code. */
export function readInternational(digits: string, doubt: Doubt): string[] {
  const plans = findPlans(digits);
  const [main] = plans;
  if (!main) return [];
  const national = digits.slice(main.callingCode.length);
  const inUse = (rest: string) => usable(main.callingCode, rest);
  if (doubt === 0) return inUse(national);
  const lesser = withoutOnePrefix(national, main);
  if (doubt === 1) {
    // The other countries of a calling code complete local numbers with area codes of their own: none of our business.
    return [withoutDomesticPrefix(national, main), ...lesser].flatMap(inUse);
  }
  return lesser.map((rest) => withoutDomesticPrefix(rest, main)).flatMap(inUse);
}

/** Digits as they are dialled inside a country, or with its calling code and no `+`. */
export function readNational(digits: string, plan: NumberingPlan, doubt: Doubt): string[] {
  const { callingCode } = plan;
  const withCode = digits.startsWith(callingCode) ? readInternational(digits, doubt) : [];
  if (doubt === 0) {
    // Of the two the number without its domestic prefix is meant: `8 800 ...` of Russia.
    const bare = usable(callingCode, withoutDomesticPrefix(digits, plan));
    const domestic = bare.length > 0 ? bare : usable(callingCode, digits);
    return [...domestic, ...withCode];
  }
  if (doubt === 1) {
    return [
      ...withoutOnePrefix(digits, plan).flatMap((rest) => readNational(rest, plan, 0)),
      ...withCode,
    ];
  }
  return withCode;
}

/** Digits behind an international prefix: one of the country's own, or `00`, which is written elsewhere. */
export function readPrefixed(
  digits: string,
  plan: NumberingPlan | undefined,
  doubt: Doubt,
): PhoneReading[] {
  return internationalPrefixes(digits, plan).flatMap((prefixLength) => {
    const rest = digits.slice(prefixLength);
    const codeLength = findPlans(rest)[0]?.callingCode.length ?? 0;
    return readInternational(rest, doubt).map((phone) => ({
      phone,
      ends: [prefixLength, prefixLength + codeLength],
    }));
  });
}

const longestPrefix = 9;

/** The lengths of the international prefixes with which the digits begin, the country's own first, longer ones before. */
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

/** The national number, as libphonenumber reads it. */
export function withoutDomesticPrefix(digits: string, plan: NumberingPlan): string {
  const { domesticPrefix, domesticReplacement } = plan;
  const match = domesticPrefix?.exec(digits);
  if (!match || !domesticPrefix) return digits;
  const fits = match.length > 1 && match[match.length - 1] !== undefined;
  return domesticReplacement !== undefined && fits
    ? digits.replace(domesticPrefix, domesticReplacement)
    : digits.slice(match[0].length);
}

/** Without a prefix that is dead, doubled (the calling code once more), or another country's habit (a 0). */
function withoutOnePrefix(digits: string, { country, callingCode }: NumberingPlan): string[] {
  const dead = deadPrefixes[country ?? ""] ?? [];
  return [...dead, [callingCode, ""] as const, ["0", ""] as const]
    .map(([prefix, other]) => digits.replace(new RegExp(`^${prefix}`), other))
    .filter((rest) => rest !== digits);
}

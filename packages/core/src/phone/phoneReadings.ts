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
 * 0: the number is written as in its country, or in a form that WhatsApp uses;
 * 1: it has one extra prefix, which is misplaced, doubled or no longer in the plan;
 * 2: it has such a prefix, and the domestic prefix after it.
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
    // Only the main country's rule applies: rules of other countries of the calling code add an area code to local numbers.
    return [withoutDomesticPrefix(national, main), ...lesser].flatMap(inUse);
  }
  return lesser.map((rest) => withoutDomesticPrefix(rest, main)).flatMap(inUse);
}

/**
 * Whether digits without `+` begin with a calling code: `unlikely` if they are in groups and none ends with the code,
 * `afterPrefix` if a domestic prefix was removed before them (Lund's `046 084...` has no code).
 */
type CodeSign = "likely" | "unlikely" | "afterPrefix";

/**
 * Reads digits as they are dialled inside a country, or with its calling code but without `+`.
 *
 * @param code Matters in the countries of `zeroAlwaysWritten`, if the digits begin with their calling code.
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
    // If both exist, the number without its domestic prefix is meant, such as Russia's `8 800 ...`.
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

/** Reads digits after an international prefix: one of the country's own, or `00`, which people write in every country. */
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
    // Where two prefixes fit, a domestic 0 after the code of the one says nothing against it.
    const all =
      doubt === 0 && found.length === 0 && prefixLengths.length > 1 && rest[codeLength] === "0"
        ? readInternational(rest, 1)
        : found;
    return all.map((phone) => ({ phone, ends: [prefixLength, prefixLength + codeLength] }));
  };
  return prefixLengths.flatMap(readAfter);
}

const longestPrefix = 9;

/** The lengths of the international prefixes at the start of the digits: the country's own, longest first, then `00`. */
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

/** The national number, by libphonenumber's rules. */
export function withoutDomesticPrefix(digits: string, plan: NumberingPlan): string {
  const { domesticPrefix, domesticReplacement } = plan;
  const match = domesticPrefix?.exec(digits);
  if (!match || !domesticPrefix) return digits;
  const fits = match.length > 1 && match[match.length - 1] !== undefined;
  return domesticReplacement !== undefined && fits
    ? digits.replace(domesticPrefix, domesticReplacement)
    : digits.slice(match[0].length);
}

/** Removes one prefix: a dead one, a repeated calling code, or a 0 that this country does not use. */
function withoutOnePrefix(digits: string, { country, callingCode }: NumberingPlan): string[] {
  const dead = deadPrefixes[country ?? ""] ?? [];
  return [...dead, [callingCode, ""] as const, ["0", ""] as const]
    .map(([prefix, other]) => digits.replace(new RegExp(`^${prefix}`), other))
    .filter((rest) => rest !== digits);
}

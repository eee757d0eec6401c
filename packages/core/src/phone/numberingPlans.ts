import metadata from "libphonenumber-js/max/metadata";
import { aliasRules } from "./aliasRules.ts";
import { olderInternationalPrefixes } from "./dialPrefixes.ts";
import { phoneAliases } from "./phoneAliases.ts";

/** The numbering plan of a country, or of a calling code that belongs to no country. */
export interface NumberingPlan {
  /** ISO 3166 alpha-2; undefined for a calling code that belongs to no country. */
  country: string | undefined;
  callingCode: string;
  /** The possible numbers of digits after the calling code. */
  lengths: readonly number[];
  /** Matches a whole international prefix, such as `00` or `0041`; a country may have several. */
  internationalPrefix: RegExp;
  /** Matches the domestic prefix at the beginning of a number. */
  domesticPrefix: RegExp | undefined;
  /** Replaces the text that `domesticPrefix` matched, for example with the 9 of Argentina's mobiles. */
  domesticReplacement: string | undefined;
  /** Matches a whole number without its calling code. */
  number: RegExp;
}

/** A numbering plan in the format of libphonenumber-js (METADATA.md, version 4). */
type RawPlan = readonly [
  callingCode: string,
  internationalPrefix: string,
  number: string,
  lengths: readonly number[],
  formats: unknown,
  nationalPrefix: string | 0,
  nationalPrefixFormat: unknown,
  nationalPrefixForParsing: string | 0,
  nationalPrefixTransform: string | 0,
  nationalPrefixIsOptional: unknown,
  leadingDigits: unknown,
  types: readonly (readonly [pattern: string] | 0)[] | 0,
];

const {
  country_calling_codes: countriesOf,
  countries,
  nonGeographic,
} = metadata as unknown as {
  country_calling_codes: Readonly<Record<string, readonly string[]>>;
  countries: Readonly<Record<string, RawPlan>>;
  nonGeographic: Readonly<Record<string, RawPlan>>;
};

/** The compiled plans. A plan is compiled on first use, because there are about 250 plans. */
const plans = new Map<string, NumberingPlan>();

/** @param code ISO 3166 alpha-2, upper case. */
export function findPlan(code: string): NumberingPlan | undefined {
  return Object.hasOwn(countries, code) ? compile(code, countries[code], code) : undefined;
}

/**
 * Finds the plans of the calling code with which the digits begin; the plan of the main country is first. Returns an
 * empty list if the digits do not begin with a calling code.
 */
export function findPlans(digits: string): readonly NumberingPlan[] {
  for (let length = 1; length <= 3 && length <= digits.length; length++) {
    const found = plansOfCode(digits.slice(0, length));
    if (found.length > 0) return found;
  }
  return [];
}

function plansOfCode(callingCode: string): readonly NumberingPlan[] {
  if (Object.hasOwn(countriesOf, callingCode)) {
    return (countriesOf[callingCode] ?? []).flatMap((code) => findPlan(code) ?? []);
  }
  if (!Object.hasOwn(nonGeographic, callingCode)) return [];
  const plan = compile(callingCode, nonGeographic[callingCode], undefined);
  return plan ? [plan] : [];
}

function compile(key: string, raw: RawPlan | undefined, country: string | undefined) {
  const known = plans.get(key);
  if (known || !raw) return known;
  const older = olderInternationalPrefixes[country ?? ""];
  const prefix = raw[7] || raw[5];
  const kinds = (raw[11] || []).flatMap((type) => (type ? [type[0]] : []));
  const plan: NumberingPlan = {
    country,
    callingCode: raw[0],
    lengths: raw[3],
    internationalPrefix: whole(older === undefined ? raw[1] : `${raw[1]}|${older}`),
    domesticPrefix: prefix ? new RegExp(`^(?:${prefix})`) : undefined,
    domesticReplacement: raw[8] || undefined,
    number: whole(kinds.length === 0 ? raw[2] : `(?=(?:${raw[2]})$)(?:${kinds.join("|")})`),
  };
  plans.set(key, plan);
  return plan;
}

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

/** True if a number exists in its numbering plan, or if it is another form that WhatsApp uses for such a number. */
export function isInUse(phone: string): boolean {
  return phoneAliases(phone).some(isInPlan);
}

function isInPlan(phone: string): boolean {
  const digits = phone.slice(1);
  return findPlans(digits).some(({ callingCode, number }) =>
    number.test(digits.slice(callingCode.length)),
  );
}

/**
 * Returns the smallest and the largest number of digits after a calling code, including the forms that only WhatsApp
 * uses.
 */
export function lengthsOf(plansOfOneCode: readonly NumberingPlan[]): [least: number, most: number] {
  const lengths = plansOfOneCode.flatMap((plan) => plan.lengths);
  for (const rule of aliasRules) {
    if (rule.callingCode !== plansOfOneCode[0]?.callingCode) continue;
    const bare = rule.areaDigits + rule.subscriberDigits;
    lengths.push(bare + (rule.shortMark ?? "").length, bare + rule.mark.length);
  }
  return [Math.min(...lengths), Math.max(...lengths)];
}

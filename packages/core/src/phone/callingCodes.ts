import type { CountryCode } from "libphonenumber-js/core";
import metadata from "libphonenumber-js/min/metadata";
import { aliasRules } from "./aliasRules.ts";

/** What is known of the numbers behind one calling code. */
export interface CallingCode {
  callingCode: string;
  /** Digits after the calling code, of all its countries and with WhatsApp's own forms. */
  minLength: number;
  maxLength: number;
  /** Dialled in front inside the country only. */
  trunkPrefix: string | undefined;
}

export interface PhoneCountry {
  code: CountryCode;
  plan: CallingCode;
  /** Prefixes that people still write although the numbering plan has dropped them. */
  legacyTrunkPrefixes: RegExp;
}

/** Mexico dialled 01 to landlines and 044 or 045 to mobiles until 2019. */
const legacyTrunkPrefixes: Partial<Record<CountryCode, RegExp>> = {
  MX: /^(?:01|04[45])(?=\d{10}$)/,
};
const none = /^(?!)/;

const {
  country_calling_codes: countriesOf,
  countries,
  nonGeographic = {},
} = metadata as unknown as {
  country_calling_codes: Record<string, readonly CountryCode[]>;
  countries: Record<string, readonly unknown[]>;
  nonGeographic?: Record<string, readonly unknown[]>;
};

/** Where a minified numbering plan of libphonenumber-js has its parts. */
const lengthsAt = 3;
const nationalPrefixAt = 5;

/** The plan of a number's calling code, the first one to three of its digits; undefined when there is none. */
export function findCallingCode(digits: string): CallingCode | undefined {
  for (let length = 1; length <= 3 && length <= digits.length; length++) {
    const callingCode = digits.slice(0, length);
    const plans = plansOf(callingCode);
    if (plans.length > 0) return describe(callingCode, plans);
  }
  return undefined;
}

/** @param code ISO 3166 alpha-2, upper case. */
export function findCountry(code: string): PhoneCountry | undefined {
  if (!Object.hasOwn(countries, code)) return undefined;
  const callingCode = String(countries[code]?.[0]);
  return {
    code: code as CountryCode,
    plan: describe(callingCode, plansOf(callingCode)),
    legacyTrunkPrefixes: legacyTrunkPrefixes[code as CountryCode] ?? none,
  };
}

function plansOf(callingCode: string): (readonly unknown[])[] {
  const codes = Object.hasOwn(countriesOf, callingCode) ? countriesOf[callingCode] : undefined;
  if (codes) return codes.map((code) => countries[code] ?? []);
  return Object.hasOwn(nonGeographic, callingCode) ? [nonGeographic[callingCode] ?? []] : [];
}

function describe(callingCode: string, plans: readonly (readonly unknown[])[]): CallingCode {
  const lengths = plans.flatMap((plan) => (plan[lengthsAt] as number[] | undefined) ?? []);
  for (const rule of aliasRules) {
    if (rule.callingCode !== callingCode) continue;
    const short = rule.areaDigits + rule.subscriberDigits;
    lengths.push(short, short + rule.mark.length);
  }
  const prefix = plans[0]?.[nationalPrefixAt];
  return {
    callingCode,
    minLength: Math.min(...lengths),
    maxLength: Math.max(...lengths),
    trunkPrefix: typeof prefix === "string" ? prefix : undefined,
  };
}

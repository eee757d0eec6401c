import { findNanpCountry } from "../phone/nanpAreaCodes.ts";
import { findPlans } from "../phone/numberingPlans.ts";
import { outboundCountries } from "./outboundCountries.ts";

/**
 * `not_excluded`: no list names the country. `excluded`: WhatsApp's list names it. `unsupported`: WhatsApp's business platform is
 * not offered there. `uncertain`: the sources disagree. `unknown`: the number's country is not known.
 */
export type OutboundReason = "not_excluded" | "excluded" | "unsupported" | "uncertain" | "unknown";

export interface OutboundAvailability {
  /** Null if the sources disagree, or if the country is not known. WhatsApp's answer to a dial decides then. */
  available: boolean | null;
  /** ISO 3166 alpha-2; null if the number does not say it. */
  country: string | null;
  reason: OutboundReason;
  source: string;
  /** The day of the source, `YYYY-MM-DD`. */
  asOf: string;
}

/**
 * Tells whether WhatsApp allows calls from this business number to contacts, by the number's country. The numbers of `+1`
 * are told apart by their area codes: those of the United States and Canada are excluded, those of the Caribbean are not.
 *
 * @param businessPhone E.164 with `+`.
 * @example
 * checkOutboundAvailability("+525512345678"); // { available: true, country: "MX", reason: "not_excluded", ... }
 * checkOutboundAvailability("+16315551234"); // { available: false, country: "US", reason: "excluded", ... }
 */
export function checkOutboundAvailability(businessPhone: string): OutboundAvailability {
  const country = findCountry(businessPhone);
  const { excluded, territories, unsupported, uncertain } = outboundCountries;
  const isIn = ({ countries }: { countries: readonly string[] }) =>
    country !== null && countries.includes(country);
  const answer = (
    available: boolean | null,
    reason: OutboundReason,
    { source, asOf }: { source: string; asOf: string },
  ): OutboundAvailability => ({ available, country, reason, source, asOf });

  if (country === null) return answer(null, "unknown", excluded);
  if (isIn(excluded)) return answer(false, "excluded", excluded);
  if (isIn(territories)) return answer(false, "excluded", territories);
  if (isIn(unsupported)) return answer(false, "unsupported", unsupported);
  if (isIn(uncertain)) return answer(null, "uncertain", uncertain);
  return answer(true, "not_excluded", excluded);
}

/**
 * Finds the country of a number. Several countries may share a calling code other than 1: the number's plan decides then, and
 * the main country of the code if no plan has the number. No list above names a country with such a code.
 */
function findCountry(phone: string): string | null {
  const digits = phone.replace(/^\+/, "");
  if (!/^[1-9]\d{6,14}$/.test(digits)) return null;
  if (digits.startsWith("1")) return findNanpCountry(digits) ?? null;
  const plans = findPlans(digits);
  const plan =
    plans.find(({ callingCode, number }) => number.test(digits.slice(callingCode.length))) ??
    plans[0];
  return plan?.country ?? null;
}

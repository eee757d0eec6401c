import { arePhoneAliases, normalizePhone } from "@skale-calls/core";
import { namePattern } from "@skale-calls/supabase-adapter";
import type { Lead } from "./lead.ts";

/** A column of `leads`, and the regular expression that its value must match. */
export interface LeadQuery {
  column: "full_name" | "phone";
  pattern: string;
}

/** The minimum number of digits for a search. Shorter sequences occur in nearly every number. */
const fewestDigits = 3;

/**
 * Writes the query for a typed text: a part of a name, ignoring case and accents, or a part of a number with any spacing. For
 * a whole number, the query also finds numbers with the same last digits. Null when the text is too short.
 */
export function leadQuery(text: string, country: string | undefined): LeadQuery | null {
  const typed = text.trim().normalize("NFC");
  if (typed === "") return null;
  if (!/^[+\d\s().-]+$/.test(typed)) return { column: "full_name", pattern: namePattern(typed) };
  const digits = typed.replace(/\D/g, "");
  if (digits.length < fewestDigits) return null;
  const whole = readPhone(typed, country);
  const patterns = [spaced(digits), ...(whole === null ? [] : [endingPattern([whole])])];
  return { column: "phone", pattern: patterns.join("|") };
}

/** The number of last digits, which all forms of a number share: `044 55 1234 5678` and `+52 1 55 1234 5678`. */
const endDigits = 6;

/**
 * Writes a regular expression for numbers that have the same last digits as one of these phones. The database does not know
 * the country of the host's numbers, so `findByPhone` then checks whether a number is really the same.
 */
export function endingPattern(phones: readonly string[]): string {
  const endings = new Set(
    phones.map((phone) => spaced(phone.replace(/\D/g, "").slice(-endDigits))),
  );
  return `(${[...endings].join("|")})[^0-9]*$`;
}

/** Finds the first lead with this number, in any notation. */
export function findByPhone(
  leads: readonly Lead[],
  phone: string,
  country: string | undefined,
): Lead | null {
  const isSame = (written: string | null) => {
    const read = written === null ? null : readPhone(written, country);
    return read !== null && arePhoneAliases(read, phone);
  };
  return leads.find((lead) => isSame(lead.phone)) ?? null;
}

/** Converts a whole number in the host's notation to E.164; null if the text is not a number. */
function readPhone(written: string, country: string | undefined): string | null {
  try {
    return normalizePhone(written, country === undefined ? {} : { defaultCountry: country });
  } catch {
    return null;
  }
}

/** Allows other characters between the digits, because the host's numbers may contain spaces, dashes and parentheses. */
function spaced(digits: string): string {
  return [...digits].join("[^0-9]*");
}

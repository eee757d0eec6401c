import { arePhoneAliases, normalizePhone } from "@skale-calls/core";
import { namePattern } from "@skale-calls/supabase-adapter";
import type { Lead } from "./lead.ts";

/** A column of `leads`, and the regular expression that its value must match. */
export interface LeadQuery {
  column: "full_name" | "phone";
  pattern: string;
}

/** Fewer digits are in nearly every number. */
const fewestDigits = 3;

/**
 * What to look for when a person typed this: a part of a name, whatever the case and the accents, or of a number,
 * however it is spaced; of a whole number also what ends alike. Null when it is too little.
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

/** Every form of a number ends alike, whatever its prefixes: `044 55 1234 5678` and `+52 1 55 1234 5678`. */
const endDigits = 6;

/**
 * The regular expression of numbers that end as one of these phones does. Whether it is the same number is seen by
 * `findByPhone`, for in which country the host's numbers are written no database knows.
 */
export function endingPattern(phones: readonly string[]): string {
  const endings = new Set(
    phones.map((phone) => spaced(phone.replace(/\D/g, "").slice(-endDigits))),
  );
  return `(${[...endings].join("|")})[^0-9]*$`;
}

/** The first lead with this number, however it is written. */
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

/** E.164 of a whole number as the host writes it; null of what is none. */
function readPhone(written: string, country: string | undefined): string | null {
  try {
    return normalizePhone(written, country === undefined ? {} : { defaultCountry: country });
  } catch {
    return null;
  }
}

/** The host's numbers may have spaces, dashes and parentheses. */
function spaced(digits: string): string {
  return [...digits].join("[^0-9]*");
}

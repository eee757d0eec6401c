import { parsePhoneNumberFromString } from "libphonenumber-js/core";
import metadata from "libphonenumber-js/min/metadata";
import { CallsError } from "../vocabulary/callsError.ts";
import type { ErrorCode } from "../vocabulary/errorCodes.ts";
import {
  type CallingCode,
  findCallingCode,
  findCountry,
  type PhoneCountry,
} from "./callingCodes.ts";
import { isUserId } from "./isUserId.ts";

export interface NormalizePhoneOptions {
  /** Whose numbers may come without a country code: ISO 3166 alpha-2, such as `MX`, in any case. */
  defaultCountry?: string;
}

/**
 * What a person wrote as a phone number, in E.164: `+` and at most 15 digits.
 *
 * Takes spaces, dots, dashes, slashes, parentheses, the invisible marks of copy and paste, full-width and
 * Arabic digits, `00` and the default country's own international prefix, `whatsapp:` and `tel:`, and
 * a safe integer (JSON from a spreadsheet), read as its digits. The number is checked by calling code
 * and length only and kept as written: `+52 1 55 ...` and Brazil's eight-digit mobiles, which WhatsApp uses,
 * are impossible by the numbering plans. Digits without `+` need a default country; its trunk prefixes are
 * taken off (GB 0, BR 0xx, MX 01, 044, 045; AR 15 becomes the 9 of mobiles).
 *
 * @throws {CallsError} `phone_missing`, `phone_invalid` (letters, an extension, two numbers),
 * `phone_too_short`, `phone_too_long`, `phone_country_missing`, `phone_country_unknown` (also of an unknown
 * `defaultCountry`), `phone_is_user_id` (such as `MX.13491208655302741918`).
 * @example
 * normalizePhone("+52 1 55 1234 5678"); // "+5215512345678"
 * normalizePhone("(55) 1234-5678", { defaultCountry: "MX" }); // "+525512345678"
 */
export function normalizePhone(input: unknown, options: NormalizePhoneOptions = {}): string {
  const country = readDefaultCountry(options.defaultCountry);
  const written = readDialString(input);
  if (written.startsWith("+")) return readInternational(written.slice(1));
  if (written.startsWith("00")) return readInternational(written.slice(2));
  if (country) return readNational(written, country);
  throw phoneError(lengthError(written.length) ?? "phone_country_missing");
}

/** E.164 allows 15 digits; the shortest numbers with their calling code have 7. */
const minDigits = 7;
const maxDigits = 15;

/** Where the digits 0 to 9 stand of the scripts that phones and spreadsheets write. */
const scriptZeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10] as const;

const separators = /[\s\p{Cf}\p{Pd}−().[\]/·•~_（）．／]/gu;

function readDefaultCountry(code: string | undefined): PhoneCountry | undefined {
  const name = code?.trim().toUpperCase();
  if (!name) return undefined;
  const country = findCountry(name);
  if (country) return country;
  throw phoneError("phone_country_unknown", "defaultCountry is not an ISO 3166 code such as MX.");
}

/** Digits, with a `+` in front where one was written. */
function readDialString(input: unknown): string {
  if (input === undefined || input === null) throw phoneError("phone_missing");
  if (typeof input === "number" && Number.isSafeInteger(input) && input >= 0) return String(input);
  if (typeof input !== "string" || input.length > 256) throw phoneError("phone_invalid");
  const text = input.replace(/[\s\p{Cf}]+/gu, " ").trim();
  if (text === "") throw phoneError("phone_missing");
  const bare = text.replace(/^(?:whatsapp|tel):\s*/i, "");
  if (isUserId(bare)) throw phoneError("phone_is_user_id");
  if (/(?:x|ext|extensión|extension|ramal|int)\.?\s*=?\s*\d+$|[;#,]/iu.test(bare)) {
    throw phoneError("phone_invalid", "WhatsApp cannot call an extension. Write the number alone.");
  }
  const dialled = toAsciiDigits(bare).replace(separators, "");
  if (!/^\+?\d+$/.test(dialled)) throw phoneError("phone_invalid");
  return dialled;
}

function toAsciiDigits(text: string): string {
  return text.replace(/＋/g, "+").replace(/\P{ASCII}/gu, (character) => {
    const code = character.charCodeAt(0);
    const zero = scriptZeros.find((start) => code >= start && code <= start + 9);
    return zero === undefined ? character : String(code - zero);
  });
}

function readInternational(digits: string): string {
  if (digits.length > maxDigits + 1) throw phoneError("phone_too_long");
  const plan = findCallingCode(digits);
  if (!plan) throw phoneError(digits.length < 3 ? "phone_too_short" : "phone_country_unknown");
  const national = withoutTrunkZero(digits.slice(plan.callingCode.length), plan);
  const number = `${plan.callingCode}${national}`;
  if (national.length < plan.minLength || number.length < minDigits) {
    throw phoneError("phone_too_short");
  }
  if (national.length > plan.maxLength || number.length > maxDigits) {
    throw phoneError("phone_too_long");
  }
  return `+${number}`;
}

/** The zero of `+44 (0)20 ...` is dialled inside the country only. In Italy it is part of the number. */
function withoutTrunkZero(national: string, { trunkPrefix, minLength }: CallingCode): string {
  const hasTrunkZero = trunkPrefix === "0" && national.startsWith("0");
  return hasTrunkZero && national.length > minLength ? national.slice(1) : national;
}

function readNational(written: string, country: PhoneCountry): string {
  const { callingCode, maxLength } = country.plan;
  const digits = written.replace(country.legacyTrunkPrefixes, "");
  // With its calling code and no plus, as WhatsApp's own ids are written: kept, not re-read.
  if (digits.startsWith(callingCode) && digits.length > maxLength) {
    const rest = digits.length - callingCode.length;
    if (rest <= maxLength) return readInternational(digits);
  }
  // Trunk and international prefixes differ too much to have rules of our own for them.
  const number = parsePhoneNumberFromString(
    digits,
    { defaultCountry: country.code, extract: false },
    metadata,
  );
  return readInternational(number ? number.number.slice(1) : callingCode + digits);
}

function lengthError(digits: number): ErrorCode | undefined {
  if (digits < minDigits) return "phone_too_short";
  return digits > maxDigits ? "phone_too_long" : undefined;
}

function phoneError(code: ErrorCode, message?: string): CallsError {
  return new CallsError(code, message === undefined ? {} : { message });
}

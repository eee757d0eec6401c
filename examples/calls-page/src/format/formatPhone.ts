import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** Formats a number as `+52 55 8765 4321`. A number that the library does not know (WhatsApp's `+52 1 ...` forms) stays unchanged. */
export function formatPhone(phone: string): string {
  const parsed = parsePhoneNumberFromString(phone);
  return parsed?.isPossible() ? parsed.formatInternational() : phone;
}

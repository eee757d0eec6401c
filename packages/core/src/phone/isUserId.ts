/**
 * True for a business-scoped WhatsApp user id: a country, a dot, letters and digits, such as `MX.13491208655302741918`, or
 * `MX.ENT.11815799212886844830` for a parent portfolio.
 */
export function isUserId(text: string): boolean {
  return /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/i.test(text);
}

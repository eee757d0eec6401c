/**
 * True of a business-scoped WhatsApp user id, such as `MX.13491208655302741918` or, of a parent
 * portfolio, `MX.ENT.11815799212886844830`: country, a dot, letters and digits.
 */
export function isUserId(text: string): boolean {
  return /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/i.test(text);
}

/**
 * A phone number in a form for logs: only its first two digits and its last two are visible.
 *
 * @example
 * maskPhone("+525512345678"); // "+52*********78"
 */
export function maskPhone(phone: string | null | undefined): string {
  if (!phone) return "-";
  if (phone.length <= 6) return "*".repeat(phone.length);
  return phone.slice(0, 3) + "*".repeat(phone.length - 5) + phone.slice(-2);
}

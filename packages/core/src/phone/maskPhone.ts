/**
 * Masks a phone number for logs: only its first two and its last two digits stay visible.
 *
 * @example
 * maskPhone("+525512345678"); // "+52*********78"
 */
export function maskPhone(phone: string | null | undefined): string {
  if (!phone) return "-";
  if (phone.length <= 6) return "*".repeat(phone.length);
  return phone.slice(0, 3) + "*".repeat(phone.length - 5) + phone.slice(-2);
}

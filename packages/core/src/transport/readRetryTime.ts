/** The limit of calls to a contact counts 24 hours ("Limits"), so the next call is allowed within them. */
const windowSeconds = 24 * 3600;

/**
 * Reads the seconds until the time in the explanation of 138012 (limit of calls to this contact). WhatsApp states that the
 * explanation has the time of the next allowed call, without the format: an epoch in seconds or milliseconds is read
 * (inferred). Returns undefined if no such time lies within the next 24 hours.
 */
export function readRetryTime(text: string | undefined, now = Date.now()): number | undefined {
  for (const [digits] of text?.matchAll(/\b\d{10}(?:\d{3})?\b/g) ?? []) {
    const time = Number(digits) * (digits.length === 10 ? 1000 : 1);
    const seconds = Math.ceil((time - now) / 1000);
    if (seconds > 0 && seconds <= windowSeconds) return seconds;
  }
  return undefined;
}

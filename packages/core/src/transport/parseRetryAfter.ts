/**
 * Reads the seconds in `Retry-After`, which is a number or an HTTP date. Returns undefined if the header is missing or
 * cannot be read. The seconds are rounded up, because they are a minimum.
 */
export function parseRetryAfter(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value));
  // A date begins with the day's name; Date.parse alone accepts "-5" and "2" too.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/**
 * The seconds that a `Retry-After` asks for, given as a number or an HTTP date; undefined when there is
 * none or it cannot be read. Rounded up: it is a minimum.
 */
export function parseRetryAfter(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(value)) return Math.ceil(Number(value));
  // A date begins with the day's name; Date.parse alone takes "-5" and "2" for dates too.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

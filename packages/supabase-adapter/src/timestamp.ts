const form = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d(?::?\d\d)?)$/;

/** Whether a text is a timestamptz as Postgres (`2026-11-22 10:00:00.123456+00`) or PostgREST (ISO 8601) writes it. */
export function isTimestamp(text: string): boolean {
  return form.test(text);
}

/**
 * Converts a timestamptz to microseconds since 1970. `Date` has only milliseconds, and two rows of the same millisecond must keep their
 * order.
 */
export function microsecondsOf(timestamp: string): number {
  const [, date, time, fraction = "", zone = "Z"] = form.exec(timestamp) ?? [];
  if (date === undefined) throw new TypeError("Not a Postgres timestamp.");
  const offset =
    zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;
  return Date.parse(`${date}T${time}${offset}`) * 1000 + Number(fraction.padEnd(6, "0"));
}

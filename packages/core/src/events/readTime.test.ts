import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTime } from "./readTime.ts";

describe("readTime", () => {
  const milliseconds = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

  test("writes times like `Date`, in any order of days", () => {
    fc.assert(
      fc.property(milliseconds, (time) => {
        expect(readTime(time)).toBe(new Date(time).toISOString());
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    "2026-12-31T23:59:59.999Z",
    "2027-01-01T00:00:00.000Z",
    "2028-02-29T09:08:07.006Z",
    "2026-11-22T10:20:30.040Z",
  ])("%s", (time) => {
    expect(readTime(Date.parse(time))).toBe(time);
    expect(readTime(time.replace("Z", "000Z"))).toBe(time);
    expect(readTime(time)).toBe(time);
  });

  const at = "2025-08-24T13:49:54.000Z";
  test.each([
    // RFC 2822, and the variants that HTTP and mail allow.
    ["Sun, 24 Aug 2025 13:49:54 +0000", at],
    ["Sun, 24 Aug 2025 13:49:54 UTC", at],
    ["Sun, 24 Aug 2025 13:49:54 GMT", at],
    ["Sun, 24 Aug 2025 13:49:54 +0000 UTC", at],
    ["Sun, 24 Aug 2025 13:49:54 +0000 (UTC)", at],
    ["Sun, 24 Aug 2025 07:49:54 -0600", at],
    ["Sun, 24 Aug 2025 15:49:54 +02:00", at],
    ["Sun, 24 Aug 2025 07:49:54 CST", at],
    ["24 Aug 2025 13:49:54 +0000", at],
    ["Sun, 24 August 2025 13:49:54 Z", at],
    ["sun,  24  aug  2025  13:49:54  gmt", at],
    ["Sunday, 24-Aug-25 13:49:54 GMT", at],
    ["Sun, 24 Aug 2025 13:49 +0000", "2025-08-24T13:49:00.000Z"],
    ["Fri, 1 Aug 2025 9:05:07 GMT", "2025-08-01T09:05:07.000Z"],
    ["Sun, 24 Aug 2025 13:49:54", at],
    // Formats that programming languages print.
    ["2025-08-24 13:49:54 +0000 UTC", at],
    ["2025-08-24 13:49:54.123456789 +0000 UTC", "2025-08-24T13:49:54.123Z"],
    ["2025-08-24 09:49:54.5 -0400 EDT", "2025-08-24T13:49:54.500Z"],
    ["2025-08-24 10:49:54 -0300 -03", at],
    ["2025-08-24 13:49:54.123456 +0000 UTC m=+0.000012", "2025-08-24T13:49:54.123Z"],
    ["2025-08-24T07:49:54-06:00[America/Mexico_City]", at],
    ["2025-08-24 13:49:54.123456+00", "2025-08-24T13:49:54.123Z"],
    ["Sun Aug 24 13:49:54 2025", at],
    ["Sun Aug 24 13:49:54 UTC 2025", at],
    ["Sun Aug 24 07:49:54 -0600 2025", at],
    ["Sun Aug 24 2025 13:49:54 GMT+0000 (Coordinated Universal Time)", at],
    ["Sun Aug 24 2025 07:49:54 GMT-0600", at],
    ["Aug 24, 2025 13:49:54 UTC", at],
    ["Sun Aug 24 2025 07:49:54 GMT-0600 (hora estándar central)", at],
    ["Sun Aug 24 2025 07:49:54 GMT-0600 (北美中部标准时间)", at],
    ["Sun, 24 Aug 2025 07:49:54 UTC-6", at],
    ["Sun, 24 Aug 2025 07:49:54 GMT-6", at],
    ["2025-08-24 19:19:54 UTC+5:30", at],
    ["Aug 24, 2025 1:49:54 PM", at],
    ["Aug 24, 2025, 1:49:54 PM", at],
    ["Aug 24, 2025, 1:49:54\u202fPM", at],
    ["2025-08-24 01:49:54 PM", at],
    ["2025-08-24 1:49:54 pm", at],
    ["2025-08-24 07:49:54 AM -0600", at],
    ["2025-08-24 12:49:54 AM", "2025-08-24T00:49:54.000Z"],
    ["2025-08-24 12:49:54 PM", "2025-08-24T12:49:54.000Z"],
    // ISO 8601.
    ["2025-08-24T13:49:54Z", at],
    ["2025-08-24t13:49:54z", at],
    [" 2025-08-24T13:49:54Z\n", at],
    ["2025-08-24 13:49:54Z", at],
    ["2025-08-24T13:49:54", at],
    ["2025-08-24 13:49:54", at],
    ["2025/08/24 13:49:54", at],
    ["2025-08-24T13:49Z", "2025-08-24T13:49:00.000Z"],
    ["2025-08-24T13:49:54,5Z", "2025-08-24T13:49:54.500Z"],
    ["2025-08-24T13:49:54.1Z", "2025-08-24T13:49:54.100Z"],
    ["2025-08-24T13:49:54.123456Z", "2025-08-24T13:49:54.123Z"],
    ["2025-08-24T13:49:54.123456789Z", "2025-08-24T13:49:54.123Z"],
    ["2025-12-31T23:59:59.999999999Z", "2025-12-31T23:59:59.999Z"],
    ["2025-08-24T07:49:54-0600", at],
    ["2025-08-24T07:49:54-06", at],
    ["2025-08-24T19:34:54+05:45", at],
    ["2025-08-24T13:49:54-00:00", at],
    ["2025-08-25T03:49:54+14:00", at],
    ["20250824T134954Z", at],
    ["20250824T134954.123Z", "2025-08-24T13:49:54.123Z"],
    ["20250824T074954-0600", at],
    ["2025-08-24T24:00:00Z", "2025-08-25T00:00:00.000Z"],
    ["2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"],
    // A leap second is the first second of the next minute.
    ["2025-12-31T23:59:60Z", "2026-01-01T00:00:00.000Z"],
    ["2025-12-31T23:59:60.5Z", "2026-01-01T00:00:00.000Z"],
    // The epoch.
    [1756043394, at],
    [1756043394.5, "2025-08-24T13:49:54.500Z"],
    [1756043394000, at],
    [1756043394000123, at],
    [1756043394000000000, at],
    ["1756043394", at],
    ["1756043394.000001", at],
    ["1756043394123", "2025-08-24T13:49:54.123Z"],
    ["1756043394123456", "2025-08-24T13:49:54.123Z"],
    ["/Date(1756043394000)/", at],
    ["/Date(1756043394000-0600)/", at],
    ["/Date(1756043394000+0000)/", at],
    ["20250824134954", at],
    ["1756043394123456789", "2025-08-24T13:49:54.123Z"],
  ])("%j is %s", (value, time) => expect(readTime(value)).toBe(time));

  test.each([
    // Days and hours that do not exist are refused, never shifted.
    "2026-02-30T10:00:00Z",
    "2026-02-29T10:00:00Z",
    "2026-04-31T10:00:00.000Z",
    "Mon, 30 Feb 2026 10:00:00 GMT",
    "2026-13-01T10:00:00Z",
    "2026-00-10T10:00:00Z",
    "2026-01-00T10:00:00Z",
    "2026-01-32T10:00:00Z",
    "2026-01-10T24:00:01Z",
    "2026-01-10T25:00:00Z",
    "2026-01-10 13:00:00 PM",
    "2026-01-10 00:10:00 AM",
    "20260230100000",
    "2026-01-10T10:60:00Z",
    "2026-01-10T10:00:60Z",
    "2026-01-10T10:00:61Z",
    "2026-01-10T10:00:00+15:00",
    "2026-01-10T10:00:00+02:60",
    // Unknown zones, and names of several zones.
    "Sun, 24 Aug 2025 13:49:54 XYZ",
    "2025-08-24 13:49:54 IST",
    // Years outside 2000 to 2099.
    "1969-12-31T23:59:59Z",
    "1999-12-31T23:59:59.999Z",
    "2100-01-01T00:00:01Z",
    "9999-12-31T23:59:59Z",
    "Sun, 24 Aug 99 13:49:54 GMT",
    "0",
    "99999999999999999999",
    0,
    -1756043394,
    1756,
    1e30,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    // Texts that are not times.
    "2025-08-24",
    "13:49:54",
    "24/08/2025 13:49",
    "08/24/2025 1:49 PM",
    "Sun, 24 Foo 2025 13:49:54 GMT",
    "soon",
    "",
    `2025-08-24T13:49:54Z${" ".repeat(200)}x`,
    null,
    undefined,
    true,
    {},
    [1756043394],
  ])("%j is not a time", (value) => expect(readTime(value)).toBeUndefined());

  test("returns a time in the range or undefined for any text, without delay", () => {
    const unit = fc.constantFrom(..."0123456789-:+.,TZ UTCGMAug()[]=m");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), (text) => {
        const time = readTime(text);
        if (time !== undefined) expect(new Date(time).toISOString()).toBe(time);
      }),
      { numRuns: 2000 },
    );
  });

  test("agrees with the calendar on every day", () => {
    for (let day = Date.UTC(2023, 11, 1); day < Date.UTC(2028, 3, 1); day += 86_400_000) {
      const date = new Date(day);
      expect(readTime(date.toUTCString())).toBe(date.toISOString());
      expect(readTime(date.toISOString().replace(".000Z", ".000000+00:00"))).toBe(
        date.toISOString(),
      );
    }
  });
});

/**
 * Converts a webhook's time to ISO 8601 with milliseconds, in UTC; returns undefined for a value that is not a time. It
 * reads
 *
 * - the epoch in seconds, milli-, micro- or nanoseconds, as a number or as text; the size decides the unit;
 * - ISO 8601 and RFC 3339, extended (`2025-08-24T13:49:54.123456Z`, a space for the T, a comma for the point, without
 *   seconds) or basic (`20250824T134954Z`, `20250824134954`), also as Go, Java and Postgres print it (`2025-08-24
 *   13:49:54.1 +0000 UTC`);
 * - RFC 2822 and HTTP's variants of it (`Sun, 24 Aug 2025 13:49:54 +0000`, `GMT`, `-0600`, without the weekday);
 * - the formats of C, Ruby and JavaScript (`Sun Aug 24 13:49:54 2025`, `... GMT+0000 (Coordinated Universal Time)`).
 *
 * The hour may be from 1 to 12 with AM or PM. A time without a zone is read as UTC, whatever the time zone of this
 * machine is. A numeric offset overrides a zone name next to it; the known zone names are those of RFC 2822. Digits
 * after the milliseconds are cut. A leap second (`:60`) is read as the first second of the next minute, as in POSIX. A
 * day that does not exist (30 February) or a year before 2000 or after 2099 gives undefined: the sender's clock is
 * wrong, and the event gets the time of its arrival.
 *
 * @example
 * readTime("Sun, 24 Aug 2025 13:49:54 -0600"); // "2025-08-24T19:49:54.000Z"
 * readTime(1756043394); // "2025-08-24T13:49:54.000Z"
 */
export function readTime(value: unknown): string | undefined {
  if (typeof value === "string" && canonicalTime.test(value)) return value;
  const time = typeof value === "string" ? readTimeText(value.trim()) : readEpoch(value);
  return time >= earliestTime && time <= latestTime ? isoOf(time) : undefined;
}

const earliestTime = Date.UTC(2000, 0, 1);
const latestTime = Date.UTC(2100, 0, 1);

/** Matches a time in our own format. The days from 29 on are excluded, because some months do not have them. */
const canonicalTime =
  /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** The milliseconds in each possible unit of an epoch time. A number gives a year from 2000 to 2099 in one unit only. */
const epochUnits = [1000, 1, 1e-3, 1e-6] as const;

function readEpoch(value: unknown): number {
  if (typeof value !== "number") return Number.NaN;
  for (const unit of epochUnits) {
    const time = Math.round(value * unit);
    if (time >= earliestTime && time <= latestTime) return time;
  }
  return Number.NaN;
}

/** No valid time has more characters. The limit keeps the regular expressions fast. */
const longestTime = 100;

const clock = String.raw`(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,12}))?)?(?:\s*(?<half>[ap])\.?\s?m\.?)?`;
const zone = String.raw`(?:\s*(?:UTC|GMT)?(?<sign>[+-])(?<offsetHour>\d\d|(?<=(?:UTC|GMT)[+-])\d(?!\d))(?::?(?<offsetMinute>\d\d))?(?:\s?\([^()]+\)|\s?(?:[A-Za-z][\w\s+:-]*|[+-]\d\d(?:\d\d)?))?|\s*(?<zone>[A-Za-z]{1,3}))?`;
const weekday = "(?:[A-Za-z]{3,9},?\\s+)?";
const monthName = "(?<monthName>[A-Za-z]{3,9})";

const timeForms: readonly RegExp[] = [
  // ISO 8601, RFC 3339. Go adds the time of its monotonic clock, and Java adds the name of the zone in brackets.
  String.raw`(?<year>\d{4})[-/](?<month>\d\d)[-/](?<day>\d\d)(?:T|\s+)${clock}${zone}(?:\[[\w/+-]+\])?(?: m=[+-][\d.]+)?`,
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)(?<minute>\d\d)(?:(?<second>\d\d)(?:[.,](?<fraction>\d{1,12}))?)?${zone}`,
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)`,
  // RFC 2822, RFC 850.
  String.raw`${weekday}(?<day>\d\d?)[\s-]+${monthName}[\s-]+(?<year>\d{4}|\d\d)\s+${clock}${zone}`,
  // C and Ruby; JavaScript.
  String.raw`${weekday}${monthName}\s+(?<day>\d\d?)\s+${clock}${zone}\s+(?<year>\d{4})`,
  String.raw`${weekday}${monthName}\s+(?<day>\d\d?),?\s+(?<year>\d{4}),?\s+${clock}${zone}(?: \([^()]+\))?`,
].map((form) => new RegExp(`^${form}$`, "i"));

/**
 * The format of nearly all senders. `Date.parse` is twice as fast as the forms above, but reads 30 February as 2 March,
 * so `readUsualTime` checks the day.
 */
const usualTime = /^\d{4}-\d\d-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

function readUsualTime(text: string): number {
  const [, day] = usualTime.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const time = Date.parse(text);
  return new Date(time).getUTCDate() === Number(day) ? time : Number.NaN;
}

function readTimeText(text: string): number {
  const usual = readUsualTime(text);
  if (!Number.isNaN(usual)) return usual;
  if (text.length > longestTime) return Number.NaN;
  // .NET writes /Date(1756043394000)/ and /Date(1756043394000-0600)/; the offset does not change the time.
  const [, epoch] =
    /^(?:\/Date\()?(\d{1,19}(?:\.\d{1,12})?)(?:(?:[+-]\d{4})?\)\/)?$/.exec(text) ?? [];
  const time = epoch === undefined ? Number.NaN : readEpoch(Number(epoch));
  if (!Number.isNaN(time)) return time;
  for (const form of timeForms) {
    const parts = form.exec(text)?.groups;
    if (parts) return epochOf(parts);
  }
  return Number.NaN;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The zone names of RFC 2822, with their offsets in hours. */
const zoneHours: Readonly<Record<string, number>> = {
  ...{ Z: 0, UT: 0, UTC: 0, GMT: 0 },
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
};

const minuteMilliseconds = 60_000;

function epochOf(parts: Readonly<Record<string, string | undefined>>): number {
  const year = fullYear(parts.year ?? "");
  const month = parts.monthName
    ? months.indexOf(parts.monthName.slice(0, 3).toLowerCase())
    : Number(parts.month) - 1;
  const day = Number(parts.day);
  const midnight = new Date(Date.UTC(year, month, day));
  // `Date` converts a day that does not exist, such as 30 February, to a day of another month.
  if (month < 0 || midnight.getUTCMonth() !== month) return Number.NaN;
  return midnight.getTime() + millisecondsOfDay(parts) - offsetOf(parts);
}

function millisecondsOfDay({
  hour,
  minute,
  second = "0",
  fraction = "",
  half,
}: Readonly<Record<string, string | undefined>>): number {
  const [hours, minutes, seconds] = [hourOf(Number(hour), half), Number(minute), Number(second)];
  const isLastSecond = seconds === 60 && minutes === 59;
  const isMidnight = hours === 24 && minutes === 0 && seconds === 0;
  if (
    Number.isNaN(hours) ||
    (hours > 23 && !isMidnight) ||
    minutes > 59 ||
    (seconds > 59 && !isLastSecond)
  )
    return Number.NaN;
  const milliseconds = isLastSecond ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/** Returns the hour of the day. 12 AM is midnight, and 12 PM is noon. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

function offsetOf({
  sign,
  offsetHour,
  offsetMinute = "0",
  zone: name,
}: Readonly<Record<string, string | undefined>>): number {
  if (sign !== undefined) {
    const [hours, minutes] = [Number(offsetHour), Number(offsetMinute)];
    if (hours > 14 || minutes > 59) return Number.NaN;
    return (sign === "-" ? -1 : 1) * (hours * 60 + minutes) * minuteMilliseconds;
  }
  const hours = name === undefined ? 0 : zoneHours[name.toUpperCase()];
  return hours === undefined ? Number.NaN : hours * 60 * minuteMilliseconds;
}

/** Converts a year of two digits to four digits, by the rule of RFC 2822. */
function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  return Number(year) + (Number(year) < 50 ? 2000 : 1900);
}

const dayMilliseconds = 86_400_000;
let lastDay = { day: Number.NaN, prefix: "" };

/**
 * Writes a time like `toISOString`, but ten times faster for times of the same day. Speed matters, because this
 * function runs for every time in every webhook.
 */
function isoOf(time: number): string {
  const day = Math.floor(time / dayMilliseconds);
  if (day !== lastDay.day) lastDay = { day, prefix: new Date(time).toISOString().slice(0, 11) };
  const rest = time - day * dayMilliseconds;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const milliseconds = String(rest % 1000).padStart(3, "0");
  return `${lastDay.prefix}${hourTexts[Math.floor(minutes / 60)]}${minuteTexts[minutes % 60]}${secondTexts[seconds % 60]}${milliseconds}Z`;
}

/** Returns the numbers below `count` in two digits, each followed by `after`. */
const timeTexts = (count: number, after: string) =>
  Array.from({ length: count }, (_, value) => `${String(value).padStart(2, "0")}${after}`);
const hourTexts = timeTexts(24, ":");
const minuteTexts = timeTexts(60, ":");
const secondTexts = timeTexts(60, ".");

/**
 * A time of a webhook in ISO 8601 with milliseconds, UTC; undefined of what is no time. It reads
 *
 * - the epoch in seconds, milli-, micro- or nanoseconds, as a number or as text, told apart by its size;
 * - ISO 8601 and RFC 3339, extended (`2025-08-24T13:49:54.123456Z`, a space for the T, a comma for the point, without
 *   seconds) or basic (`20250824T134954Z`), also as Go, Java and Postgres print it (`2025-08-24 13:49:54.1 +0000 UTC`);
 * - RFC 2822 and what HTTP allows beside it (`Sun, 24 Aug 2025 13:49:54 +0000`, `GMT`, `-0600`, without the weekday);
 * - what C, Ruby and JavaScript print (`Sun Aug 24 13:49:54 2025`, `... GMT+0000 (Coordinated Universal Time)`).
 *
 * Without a zone it is UTC, whatever this machine's zone is. A numeric offset wins over a name beside it; names are those of
 * RFC 2822. More digits than milliseconds are cut. A leap second (`:60`) is the next minute's first second, as in POSIX.
 * A day that the calendar does not have (30 February), and years before 2000 or after 2099, are no time: such a clock is
 * nobody's, and the event is dated as if it had none.
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

/** A time that is just as we write it. The last days of a month are left to the calendar. */
const canonicalTime =
  /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** How many milliseconds one unit of an epoch has; between 2000 and 2100 no number fits two of them. */
const epochUnits = [1000, 1, 1e-3, 1e-6] as const;

function readEpoch(value: unknown): number {
  if (typeof value !== "number") return Number.NaN;
  for (const unit of epochUnits) {
    const time = Math.round(value * unit);
    if (time >= earliestTime && time <= latestTime) return time;
  }
  return Number.NaN;
}

/** No time is written longer; it bounds what the expressions look at. */
const longestTime = 100;

const clock = String.raw`(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,12}))?)?`;
const zone = String.raw`(?:\s*(?:UTC|GMT)?(?<sign>[+-])(?<offsetHour>\d\d)(?::?(?<offsetMinute>\d\d))?(?:\s?\(?(?:[A-Za-z][\w\s+:-]*|[+-]\d\d(?:\d\d)?)\)?)?|\s*(?<zone>[A-Za-z]{1,3}))?`;
const weekday = "(?:[A-Za-z]{3,9},?\\s+)?";
const monthName = "(?<monthName>[A-Za-z]{3,9})";

const timeForms: readonly RegExp[] = [
  // ISO 8601, RFC 3339; Go adds its monotonic clock, Java the zone's name in brackets.
  String.raw`(?<year>\d{4})[-/](?<month>\d\d)[-/](?<day>\d\d)(?:T|\s+)${clock}${zone}(?:\[[\w/+-]+\])?(?: m=[+-][\d.]+)?`,
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)T(?<hour>\d\d)(?<minute>\d\d)(?:(?<second>\d\d)(?:[.,](?<fraction>\d{1,12}))?)?${zone}`,
  // RFC 2822, RFC 850.
  String.raw`${weekday}(?<day>\d\d?)[\s-]+${monthName}[\s-]+(?<year>\d{4}|\d\d)\s+${clock}${zone}`,
  // C and Ruby; JavaScript.
  String.raw`${weekday}${monthName}\s+(?<day>\d\d?)\s+${clock}${zone}\s+(?<year>\d{4})`,
  String.raw`${weekday}${monthName}\s+(?<day>\d\d?),?\s+(?<year>\d{4})\s+${clock}${zone}(?: \([\w\s]+\))?`,
].map((form) => new RegExp(`^${form}$`, "i"));

/** What nearly all senders write. The engine's own reading is twice as fast, but takes 30 February for 2 March. */
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
  // .NET wraps it: /Date(1756043394000)/.
  const [, epoch] = /^(?:\/Date\()?(\d{1,19}(?:\.\d{1,12})?)(?:\)\/)?$/.exec(text) ?? [];
  if (epoch !== undefined) return readEpoch(Number(epoch));
  for (const form of timeForms) {
    const parts = form.exec(text)?.groups;
    if (parts) return epochOf(parts);
  }
  return Number.NaN;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The names of RFC 2822, in hours east of Greenwich. */
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
  // A day that the month does not have is one of another month.
  if (month < 0 || midnight.getUTCMonth() !== month) return Number.NaN;
  return midnight.getTime() + millisecondsOfDay(parts) - offsetOf(parts);
}

function millisecondsOfDay({
  hour,
  minute,
  second = "0",
  fraction = "",
}: Readonly<Record<string, string | undefined>>): number {
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  const isLastSecond = seconds === 60 && minutes === 59;
  const isMidnight = hours === 24 && minutes === 0 && seconds === 0;
  if ((hours > 23 && !isMidnight) || minutes > 59 || (seconds > 59 && !isLastSecond))
    return Number.NaN;
  const milliseconds = isLastSecond ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
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

/** RFC 2822 on years of two digits. */
function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  return Number(year) + (Number(year) < 50 ? 2000 : 1900);
}

const dayMilliseconds = 86_400_000;
let lastDay = { day: Number.NaN, prefix: "" };

/** `toISOString`, ten times faster for times of one day: this runs for every time of every webhook. */
function isoOf(time: number): string {
  const day = Math.floor(time / dayMilliseconds);
  if (day !== lastDay.day) lastDay = { day, prefix: new Date(time).toISOString().slice(0, 11) };
  const rest = time - day * dayMilliseconds;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const milliseconds = String(rest % 1000).padStart(3, "0");
  return `${lastDay.prefix}${hourTexts[Math.floor(minutes / 60)]}${minuteTexts[minutes % 60]}${secondTexts[seconds % 60]}${milliseconds}Z`;
}

/** The numbers below `count` as a time has them, with what comes after. */
const timeTexts = (count: number, after: string) =>
  Array.from({ length: count }, (_, value) => `${String(value).padStart(2, "0")}${after}`);
const hourTexts = timeTexts(24, ":");
const minuteTexts = timeTexts(60, ":");
const secondTexts = timeTexts(60, ".");

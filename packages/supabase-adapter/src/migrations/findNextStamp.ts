/** Formats the UTC time with which the name of a migration begins, such as `20261126081500`. */
function formatStamp(time: Date): string {
  return time.toISOString().replace(/\D/g, "").slice(0, 14);
}

/** The stamp some seconds later. */
export function addSeconds(stamp: string, seconds: number): string {
  return formatStamp(new Date(timeOf(stamp) + seconds * 1000));
}

/**
 * Finds the earliest stamp that is not before now and sorts after every migration, both by name and by version: a fresh
 * database runs migrations in the order of their names, and `supabase db push` compares their versions. A name that does not
 * begin with digits and `_` is not a migration.
 *
 * @throws Error if a migration sorts after every possible date. The message contains its name.
 */
export function findNextStamp(names: readonly string[], now: Date): string {
  let stamp = formatStamp(now);
  for (const name of names) {
    const version = /^(\d+)_/.exec(name)?.[1];
    if (version === undefined || comesAfter(stamp, version)) continue;
    const [next] = [nextOf(version), nextYearOf(version)]
      .filter((candidate) => candidate !== undefined && comesAfter(candidate, version))
      .sort();
    if (next === undefined) {
      throw new Error(
        `${name} sorts after every date, so nothing can be stamped to run after it. Rename it so that it begins with 14 digits, YYYYMMDDHHMMSS.`,
      );
    }
    stamp = next;
  }
  return stamp;
}

/**
 * Whether a stamp sorts after a version, both as a number and as the beginning of a file name. `20261126_a.sql` has a lower
 * version than `20261126000000_b.sql`, but a later name, because `_` sorts after digits. So only the digits of the shorter
 * one are compared, and the stamp's must be greater.
 */
function comesAfter(stamp: string, version: string): boolean {
  return stamp.slice(0, version.length) > version.slice(0, stamp.length);
}

/** The next year, month, day, hour, minute or second, depending on the length of the version. */
function nextOf(version: string): string | undefined {
  const length = Math.min(version.length, 14);
  const [year = 0, ...rest] = [4, 6, 8, 10, 12, 14].map(
    (end) =>
      Number(version.slice(end === 4 ? 0 : end - 2, end) || (end <= 8 ? 1 : 0)) +
      (end === length ? 1 : 0),
  );
  const [month = 1, day = 1, hour = 0, minute = 0, second = 0] = rest;
  return toStamp(new Date(Date.UTC(year, month - 1, day, hour, minute, second)));
}

/** The start of the next year, for versions that are not dates, such as 20261399000000. */
function nextYearOf(version: string): string | undefined {
  return toStamp(new Date(Date.UTC(Number(version.slice(0, 4)) + 1, 0)));
}

function toStamp(time: Date): string | undefined {
  return time.getUTCFullYear() > 9999 ? undefined : formatStamp(time);
}

function timeOf(stamp: string): number {
  const [year = 0, month = 1, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp)?.slice(1).map(Number) ?? [];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

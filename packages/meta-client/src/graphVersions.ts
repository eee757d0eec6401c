/** A version of the Graph API. */
export interface GraphVersion {
  /** `YYYY-MM-DD`: the last day of the version; null if Meta had not published it when this table was written. */
  expires: string | null;
}

/**
 * The versions of the Graph API with their ends, from Meta's changelog as of November 2026. Requests to a version that has
 * expired are answered by the oldest version that has not.
 */
export const graphVersions: Readonly<Record<string, GraphVersion>> = {
  "v20.0": { expires: "2026-09-24" },
  "v21.0": { expires: "2027-01-21" },
  "v22.0": { expires: "2027-05-20" },
  "v23.0": { expires: "2027-10-08" },
  "v24.0": { expires: "2028-02-18" },
  "v25.0": { expires: "2028-07-29" },
  "v26.0": { expires: null },
};

/** The newest version whose end is known. */
export const defaultGraphVersion = "v25.0";

/** How long before its end a version is worth a warning, in days. This period is ours. */
const warningDays = 90;

const day = 24 * 3600 * 1000;
const majorOf = (version: string) => Number.parseInt(version.slice(1), 10);
const oldestMajor = Math.min(...Object.keys(graphVersions).map(majorOf));

/**
 * What is wrong with a version at the time `now`: null if nothing is known to be wrong. A version is valid through its last
 * day (UTC). Versions older than the table have expired; `expires` is null, because the table does not have their ends.
 */
export function checkGraphVersion(
  version: string,
  now: Date,
): { problem: "expired" | "expires_soon"; expires: string | null } | null {
  if (majorOf(version) < oldestMajor) return { problem: "expired", expires: null };
  const expires = Object.hasOwn(graphVersions, version) ? graphVersions[version]?.expires : null;
  if (!expires) return null;
  const daysLeft = (Date.parse(expires) + day - now.getTime()) / day;
  if (daysLeft <= 0) return { problem: "expired", expires };
  return daysLeft <= warningDays ? { problem: "expires_soon", expires } : null;
}

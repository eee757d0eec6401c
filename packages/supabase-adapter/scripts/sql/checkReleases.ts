import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Release,
  readReleases,
  releasesFile,
  retiredFolder,
} from "../../src/migrations/readReleases.ts";
import { checksum, readSqlFiles } from "../../src/migrations/sqlFile.ts";

const rule = "Never change a released migration; change sql/ and run `pnpm migrations`.";

/**
 * Checks the released migrations. Returns a sentence for each file that was changed, is missing, or would run before a
 * released file. An empty list means that there is no problem.
 */
export function checkReleases(migrationsDir: string): string[] {
  const releases = readReleases(migrationsDir);
  const now = listFiles(migrationsDir);
  const problems: string[] = [];
  const known = new Set<string>();
  for (const { version, files } of releases) {
    for (const [path, sum] of Object.entries(files)) {
      const newest = newestOf([...known], path);
      if (known.has(path)) problems.push(`${path} is in two versions.`);
      else if (newest !== undefined && path < newest) {
        problems.push(`${path} of ${version} sorts before ${newest}, which was released earlier.`);
      }
      if (!now.has(path)) problems.push(`${path} of ${version} is missing.`);
      else if (now.get(path) !== sum) problems.push(`${path} of ${version} was changed.`);
    }
    for (const path of Object.keys(files)) known.add(path);
  }
  for (const path of now.keys()) {
    if (known.has(path)) continue;
    const newest = newestOf([...known], path);
    if (path.startsWith(retiredFolder)) problems.push(`${path} is in no released version.`);
    else if (newest !== undefined && path < newest) {
      problems.push(`${path} would run before ${newest}, which is released.`);
    }
  }
  return problems.map((problem) => `${problem} ${rule}`);
}

/** The names of the files that are not in any released version yet. */
export function findUnreleased(migrationsDir: string): string[] {
  const released = new Set(readReleases(migrationsDir).flatMap(({ files }) => Object.keys(files)));
  return [...listFiles(migrationsDir).keys()].filter((path) => !released.has(path));
}

/**
 * Records that a version releases the unreleased files. They never change from then on.
 *
 * @returns the names of the files.
 * @throws Error when there are no unreleased files, or the version is already released.
 */
export function releaseMigrations(migrationsDir: string, version: string): string[] {
  const releases = readReleases(migrationsDir);
  const names = findUnreleased(migrationsDir);
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${version} is not a version.`);
  if (releases.some((release) => release.version === version)) {
    throw new Error(`${version} is already released. ${rule}`);
  }
  if (names.length === 0) throw new Error("There is no unreleased migration.");
  const sums = listFiles(migrationsDir);
  const next: Release = {
    version,
    files: Object.fromEntries(names.map((name) => [name, sums.get(name) ?? ""])),
  };
  writeFileSync(
    join(migrationsDir, releasesFile),
    `${JSON.stringify([...releases, next], null, 2)}\n`,
  );
  return names;
}

/** The checksums of the current and of the retired migrations, by path. */
function listFiles(migrationsDir: string): Map<string, string> {
  return new Map(
    [retiredFolder, ""].flatMap((folder) =>
      readSqlFiles(join(migrationsDir, folder)).map(({ name, text }): [string, string] => [
        folder + name,
        checksum(text),
      ]),
    ),
  );
}

/** The newest released file of the same series. */
function newestOf(paths: readonly string[], path: string): string | undefined {
  const isRetired = path.startsWith(retiredFolder);
  return paths
    .filter((other) => other.startsWith(retiredFolder) === isRetired)
    .sort()
    .at(-1);
}

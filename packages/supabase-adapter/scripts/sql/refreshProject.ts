import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyMigrations } from "../../src/migrations/copyMigrations.ts";
import { checksum, partOf, readSqlFiles, readText } from "../../src/migrations/sqlFile.ts";
import { findUnreleased } from "./checkReleases.ts";

/**
 * Updates the example's migrations with the command that users run. The example uses the package's host files, and unreleased
 * files may still change. So the copies of both are first rewritten, or removed if the package no longer has the file.
 *
 * @returns the names of the written files.
 */
export function refreshProject(packageDir: string, dir: string): string[] {
  const migrationsDir = join(packageDir, "migrations");
  const line = readSqlFiles(migrationsDir);
  const known = new Set(line.map(({ text }) => checksum(text)));
  const unreleased = new Set(findUnreleased(migrationsDir));
  const written: string[] = [];
  const hostFiles = ["host", "tables"].map((name) => ({
    part: `skale_calls_host${name === "tables" ? "_tables" : ""}.sql`,
    text: readText(join(packageDir, `host/${name}.sql`)),
  }));
  const changing = [
    ...hostFiles,
    ...line
      .filter(({ name }) => unreleased.has(name))
      .map(({ name, text }) => ({ part: partOf(name), text })),
  ];
  for (const { name, text } of readSqlFiles(dir)) {
    if (known.has(checksum(text))) continue;
    const next = changing.find(({ part }) => part === partOf(name));
    if (next) {
      if (next.text === text) continue;
      writeFileSync(join(dir, name), next.text);
      written.push(name);
    } else if (partOf(name).startsWith("skale_calls_")) rmSync(join(dir, name));
  }
  const { copies } = copyMigrations({ packageDir, dir, withHostTables: true });
  return [...written, ...copies.map(({ name }) => name)];
}

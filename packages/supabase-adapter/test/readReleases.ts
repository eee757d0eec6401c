import { readFileSync } from "node:fs";
import type { SqlFile } from "./applyMigrations.ts";

interface Release {
  version: string;
  files: Record<string, string>;
}

const folder = new URL("../migrations/", import.meta.url);

/** Every released version, the oldest first, each with all files of its series up to it. */
export function readReleases(): { version: string; files: SqlFile[] }[] {
  const releases: Release[] = JSON.parse(readFileSync(new URL("released.json", folder), "utf8"));
  const done: string[] = [];
  return releases.map(({ version, files }) => {
    const names = Object.keys(files).sort();
    // The retired series and the line are two ways to the same tables: a database went one of them.
    if (!names.every((name) => name.startsWith("retired/"))) {
      done.splice(0, done.length, ...done.filter((name) => !name.startsWith("retired/")));
    }
    done.push(...names);
    return {
      version,
      files: done.map((name) => ({ name, sql: readFileSync(new URL(name, folder), "utf8") })),
    };
  });
}

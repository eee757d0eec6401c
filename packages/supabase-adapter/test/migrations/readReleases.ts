import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as released from "../../src/migrations/readReleases.ts";
import type { SqlFile } from "../applyMigrations.ts";

const folder = new URL("../../migrations/", import.meta.url);

/** Every released version, oldest first, each with all files of its series up to it. */
export function readReleases(): { version: string; files: SqlFile[] }[] {
  const releases = released.readReleases(fileURLToPath(folder));
  const done: string[] = [];
  return releases.map(({ version, files }) => {
    const names = Object.keys(files).sort();
    // The retired series and the current one lead to the same tables. A database ran one of them.
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

import { join } from "node:path";
import { readText } from "./sqlFile.ts";

/** The files of one version of the package, which never change again. */
export interface Release {
  version: string;
  /** The path below `migrations/`, and the checksum of the text. */
  files: Record<string, string>;
}

export const releasesFile = "released.json";
export const retiredFolder = "retired/";

/** The released versions, the oldest first. */
export function readReleases(migrationsDir: string): Release[] {
  return JSON.parse(readText(join(migrationsDir, releasesFile)));
}

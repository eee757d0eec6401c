import { join } from "node:path";
import { readText } from "./sqlFile.ts";

/** A released version of the package. Its files never change. */
export interface Release {
  version: string;
  /** The checksum of each file's text, by the path below `migrations/`. */
  files: Record<string, string>;
}

export const releasesFile = "released.json";
export const retiredFolder = "retired/";

/** Reads the released versions, the oldest first. */
export function readReleases(migrationsDir: string): Release[] {
  return JSON.parse(readText(join(migrationsDir, releasesFile)));
}

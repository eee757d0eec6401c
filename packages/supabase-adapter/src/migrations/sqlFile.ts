import { createHash } from "node:crypto";
import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SqlFile {
  name: string;
  /** The text with LF line ends, because Git may have converted the line ends on disk. */
  text: string;
}

/** Reads a file, with LF line ends. */
export function readText(path: string): string {
  return readFileSync(path, "utf8").replaceAll("\r\n", "\n");
}

/**
 * Reads the SQL files of a folder, sorted by name, which is the order in which they run. Empty for a folder that does not exist.
 *
 * @throws Error from the file system, also when the folder is a file.
 */
export function readSqlFiles(dir: string): SqlFile[] {
  return readEntries(dir)
    .filter((entry) => entry.name.endsWith(".sql") && !entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, text: readText(join(dir, name)) }));
}

function readEntries(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** The SHA-256 of a file's text, in hex. It identifies the file under any name. */
export function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The name without its stamp: `skale_calls_tables.sql` of `20261126000200_skale_calls_tables.sql`. */
export function partOf(name: string): string {
  return name.replace(/^\d+_/, "");
}

/** Whether only Supabase can run this file of the package. */
export function isSupabaseOnly(name: string): boolean {
  return name.includes("_supabase_");
}

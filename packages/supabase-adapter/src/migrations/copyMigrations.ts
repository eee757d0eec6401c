import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, compareProject, type ProjectOptions } from "./compareProject.ts";
import { type Copy, planCopies } from "./planCopies.ts";

export interface CopyOptions extends ProjectOptions {
  /** Reports the plan and writes nothing. */
  dryRun?: boolean;
  now?: Date;
}

/**
 * Copies the package's migrations that a project lacks, with stamps after all of the project's migrations. An existing file is
 * never overwritten, changed or renamed. If one copy cannot be written, all copies are removed.
 *
 * @returns the state of the project before, and the copies.
 * @throws CopyProblem when nothing can be copied; Error from the file system.
 */
export function copyMigrations(options: CopyOptions): { before: Comparison; copies: Copy[] } {
  const { dir, dryRun = false, withHostTables = false, now = new Date() } = options;
  const before = compareProject(options);
  const copies = planCopies(before, { withHostTables, now });
  if (!dryRun && copies.length > 0) {
    mkdirSync(dir, { recursive: true });
    writeAll(dir, copies);
  }
  return { before, copies };
}

/** Writes all copies or none: an incomplete set could be pushed, or the next run could report a partial file as edited. */
function writeAll(dir: string, copies: readonly Copy[]): void {
  const written: string[] = [];
  try {
    for (const { name, text } of copies) {
      const path = join(dir, name);
      // With wx, a file that another process has created first is not overwritten.
      const file = openSync(path, "wx");
      written.push(path);
      try {
        writeFileSync(file, text);
      } finally {
        closeSync(file);
      }
    }
  } catch (error) {
    for (const path of written) rmSync(path);
    throw error;
  }
}

import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, compareProject, type ProjectOptions } from "./compareProject.ts";
import { type Copy, planCopies } from "./planCopies.ts";

export interface CopyOptions extends ProjectOptions {
  /** Only tells what would be done. */
  dryRun?: boolean;
  now?: Date;
}

/**
 * Copies what a project lacks of the package's migrations, stamped to run after all that it has. A file that is there
 * is never overwritten, changed or renamed. When a copy cannot be written, none stays.
 *
 * @returns what the project had before, and the copies.
 * @throws CopyProblem when nothing can be copied; Error of the file system.
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

/** All of them or none: a part of them would be pushed, or be found edited by the next run. */
function writeAll(dir: string, copies: readonly Copy[]): void {
  const written: string[] = [];
  try {
    for (const { name, text } of copies) {
      const path = join(dir, name);
      // wx: should another process have been faster, its file stays.
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

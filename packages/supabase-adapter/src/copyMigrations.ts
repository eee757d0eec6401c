import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Beside `src` and beside `dist`. */
const packaged = fileURLToPath(new URL("../migrations/", import.meta.url));

export interface CopyMigrationsOptions {
  /** The project's folder of migrations; made when it is missing. */
  dir: string;
  /** Also the minimal `branches`, `users`, `whatsapp_inboxes` and `leads`, for a project without them. */
  withPrerequisites?: boolean;
  /** Tells what would be done, and does nothing. */
  dryRun?: boolean;
}

export interface CopiedMigration {
  file: string;
  /** `differs`: the project has another text under this name, which was left alone. */
  state: "new" | "same" | "differs";
}

/**
 * Copies the package's migrations into a project. A file that is there is never overwritten; while one
 * of them differs, nothing is copied at all.
 *
 * @throws Error of the file system.
 */
export function copyMigrations(options: CopyMigrationsOptions): CopiedMigration[] {
  const { dir, withPrerequisites = false, dryRun = false } = options;
  const migrations = readdirSync(packaged)
    .filter((file) => file.endsWith(".sql"))
    .filter((file) => withPrerequisites || !file.endsWith("_prerequisites.sql"))
    .sort()
    .map((file) => ({ file, state: compare(dir, file) }));
  if (!dryRun && migrations.every(({ state }) => state !== "differs")) {
    mkdirSync(dir, { recursive: true });
    for (const { file, state } of migrations) {
      // wx: should another process have been faster, its file stays.
      if (state === "new") writeFileSync(join(dir, file), read(packaged, file), { flag: "wx" });
    }
  }
  return migrations;
}

function compare(dir: string, file: string): CopiedMigration["state"] {
  if (!existsSync(join(dir, file))) return "new";
  return read(dir, file) === read(packaged, file) ? "same" : "differs";
}

/** Git may have changed the line ends of the project's copy. */
function read(dir: string, file: string): string {
  return readFileSync(join(dir, file), "utf8").replaceAll("\r\n", "\n");
}

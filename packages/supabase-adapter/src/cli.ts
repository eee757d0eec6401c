import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Comparison, compareProject } from "./migrations/compareProject.ts";
import { copyMigrations } from "./migrations/copyMigrations.ts";
import { describeCopies, describeStatus } from "./migrations/describeProject.ts";
import { CopyProblem } from "./migrations/planCopies.ts";

const help = `Copies the migrations of @skale-calls/supabase-adapter into a Supabase project.

Usage: skale-calls-migrations [options]          copies what the project lacks
       skale-calls-migrations status [options]   shows the state of each file in the project

  --dir <folder>       the project's migrations (default: supabase/migrations)
  --with-host-tables   also copies the tables branches, users, whatsapp_inboxes and leads, for a project without them
  --postgres           for a Postgres without Supabase: leaves out roles, policies and the agents' functions
  --dry-run            only shows what would be copied
  --help               this text

Copies are stamped to run after all existing migrations. No file is ever overwritten. Copies are identified
by their content, so they may be renamed.

Exit codes: 0 done or complete; 1 a file is missing, edited, present twice or could not be written;
2 unknown arguments.
`;

const options = {
  dir: { type: "string" },
  "with-host-tables": { type: "boolean", default: false },
  postgres: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export interface CliOutput {
  log(text: string): void;
  error(text: string): void;
}

export interface CliContext {
  output?: CliOutput;
  /** The folder of this package. */
  packageDir?: string;
  /** The folder in which the command runs. */
  cwd?: string;
  now?: Date;
}

/** The parent of both `src` and `dist`. */
const ownPackage = fileURLToPath(new URL("../", import.meta.url));

/**
 * Runs the command `skale-calls-migrations`, which prints what it did and what to do next.
 *
 * @returns the exit code: 0; 1 when a file is missing, edited, present twice or could not be written; 2 for unknown arguments.
 */
export function runCli(
  args: string[],
  { output = console, packageDir = ownPackage, cwd = ".", now = new Date() }: CliContext = {},
): number {
  let command: ReturnType<typeof readArguments>;
  try {
    command = readArguments(args, cwd);
  } catch (error) {
    output.error(`${messageOf(error)}\n\n${help}`);
    return 2;
  }
  const { help: wantsHelp, status, isNamed, ...project } = command;
  if (wantsHelp) {
    output.log(help);
    return 0;
  }
  // In a wrong folder the command would silently start a second project.
  if (!isNamed && !project.postgres && !existsSync(join(project.dir, "../config.toml"))) {
    output.error(
      "There is no supabase/config.toml here. Go to the project's folder, or create a project with npx supabase init. Use --dir for a folder of migrations elsewhere.",
    );
    return 1;
  }
  try {
    if (status) {
      const found = compareProject({ ...project, packageDir });
      output.log(describeStatus(found, project));
      return isComplete(found) ? 0 : 1;
    }
    output.log(describeCopies(copyMigrations({ ...project, packageDir, now }), project));
    return 0;
  } catch (error) {
    output.error(
      error instanceof CopyProblem
        ? `Nothing was copied. ${error.message}`
        : `The migrations could not be ${status ? "read in" : "copied to"} ${project.dir}: ${messageOf(error)}`,
    );
    return 1;
  }
}

function readArguments(args: string[], cwd: string) {
  if (args.includes("--with-prerequisites")) {
    throw new Error("--with-prerequisites is now called --with-host-tables.");
  }
  const { values, positionals } = parseArgs({
    args,
    options,
    strict: true,
    allowPositionals: true,
  });
  const [action, ...rest] = positionals;
  if ((action !== undefined && action !== "status") || rest.length > 0) {
    throw new Error(`Unknown command: ${positionals.join(" ")}`);
  }
  if (values.postgres && values["with-host-tables"]) {
    throw new Error(
      "--with-host-tables creates tables that use Supabase's roles and users, which a Postgres without Supabase lacks. Create your own tables, such as those in the README of @skale-calls/supabase-adapter, and name them in the host's file.",
    );
  }
  return {
    status: action === "status",
    help: values.help,
    dir: values.dir ?? join(cwd, "supabase/migrations"),
    isNamed: values.dir !== undefined,
    postgres: values.postgres,
    withHostTables: values["with-host-tables"],
    dryRun: values["dry-run"],
  };
}

function isComplete({ host, line }: Comparison): boolean {
  return [host, ...line].every(({ state }) => state === "copied" || state === "yours");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ConfigProblem } from "./configToml.ts";
import { type CopiedPart, copyFunctions, isBlocked } from "./copyFunctions.ts";
import { describeParts, isProblem } from "./describeParts.ts";
import { nextSteps } from "./nextSteps.ts";

const help = `Copies the edge functions of SKALE Calls into a Supabase project, ready to deploy.

Usage: skale-calls-functions [options]          writes missing files, and updates the package's files
       skale-calls-functions status [options]   shows the state of each file

  --dir <folder>   the project's supabase folder (default: supabase)
  --dry-run        only shows what would be written
  --help           this text

The project's own files are never overwritten. Exit codes: 0 done or complete; 1 something is missing, needs
attention, or could not be written; 2 unknown arguments.
`;

const options = {
  dir: { type: "string", default: "supabase" },
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
}

/**
 * Runs the command `skale-calls-functions`, which prints what it did and the next steps.
 *
 * @returns the exit code: 0; 1 when something is missing (status), needs attention, or could not be written; 2 for
 *   unknown arguments.
 */
export function runCli(args: string[], { output = console, ...context }: CliContext = {}): number {
  let command: ReturnType<typeof readArguments>;
  try {
    command = readArguments(args);
  } catch (error) {
    output.error(`${messageOf(error)}\n\n${help}`);
    return 2;
  }
  const { dir, dryRun, isStatus, isHelp } = command;
  if (isHelp) {
    output.log(help);
    return 0;
  }
  const config = join(dir, "config.toml");
  if (!existsSync(config)) {
    output.error(
      `There is no ${config}. Create the project first with npx supabase init, or name its folder with --dir.`,
    );
    return 1;
  }
  try {
    const parts = copyFunctions({ ...context, dir, dryRun: dryRun || isStatus });
    return isStatus ? tellStatus(parts, output) : tellCopies(parts, { dir, dryRun }, output);
  } catch (error) {
    output.error(
      error instanceof ConfigProblem
        ? `Nothing was written. ${config}: ${error.message}`
        : `The functions could not be written to ${dir}: ${messageOf(error)}`,
    );
    return 1;
  }
}

function readArguments(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    options,
    strict: true,
    allowPositionals: true,
  });
  const [command, ...more] = positionals;
  if ((command !== undefined && command !== "status") || more.length > 0) {
    throw new TypeError(`Unknown command: ${positionals.join(" ")}`);
  }
  return {
    dir: values.dir,
    dryRun: values["dry-run"],
    isHelp: values.help,
    isStatus: command === "status",
  };
}

function tellStatus(parts: readonly CopiedPart[], output: CliOutput): number {
  const isComplete = parts.every(({ state }) => state === "same" || state === "yours");
  output.log(`${describeParts(parts, "found")}${isComplete ? "\nComplete." : ""}`);
  return isComplete ? 0 : 1;
}

function tellCopies(
  parts: readonly CopiedPart[],
  { dir, dryRun }: { dir: string; dryRun: boolean },
  output: CliOutput,
): number {
  if (isBlocked(parts)) {
    output.error(`Nothing was written.\n${describeParts(parts, "found")}`);
    return 1;
  }
  output.log(describeParts(parts, dryRun ? "planned" : "done"));
  if (parts.some(({ state }) => isProblem(state))) return 1;
  output.log(
    dryRun ? "Nothing was written: run the command without --dry-run." : nextSteps(parts, dir),
  );
  return 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

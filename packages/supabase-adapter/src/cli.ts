import { parseArgs } from "node:util";
import { type CopiedMigration, copyMigrations } from "./copyMigrations.ts";

const help = `Copies the migrations of @skale-calls/supabase-adapter into a Supabase project.

Usage: skale-calls-migrations [options]

  --dir <folder>         where to copy them (default: supabase/migrations)
  --with-prerequisites   also branches, users, whatsapp_inboxes and leads, for a project without them
  --dry-run              only tell what would be done
  --help                 this text

Files that are there already are never overwritten.
`;

const options = {
  dir: { type: "string", default: "supabase/migrations" },
  "with-prerequisites": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export interface CliOutput {
  log(text: string): void;
  error(text: string): void;
}

/**
 * `skale-calls-migrations`: says what it did.
 *
 * @returns the exit code: 0; 1 when files differ or could not be written; 2 for arguments it does not know.
 */
export function runCli(args: string[], output: CliOutput = console): number {
  let values: ReturnType<typeof readArguments>;
  try {
    values = readArguments(args);
  } catch (error) {
    output.error(`${messageOf(error)}\n\n${help}`);
    return 2;
  }
  if (values.help) {
    output.log(help);
    return 0;
  }
  const { dir, "dry-run": dryRun, "with-prerequisites": withPrerequisites } = values;
  try {
    return report(copyMigrations({ dir, dryRun, withPrerequisites }), { dir, dryRun }, output);
  } catch (error) {
    output.error(`The migrations could not be copied to ${dir}: ${messageOf(error)}`);
    return 1;
  }
}

function readArguments(args: string[]) {
  return parseArgs({ args, options, strict: true }).values;
}

function report(
  migrations: readonly CopiedMigration[],
  { dir, dryRun }: { dir: string; dryRun: boolean },
  output: CliOutput,
): number {
  const differing = migrations.filter(({ state }) => state === "differs");
  if (differing.length > 0) {
    output.error(
      [
        `Nothing was copied: ${dir} has files of these names with another text.`,
        ...differing.map(({ file }) => `  differs   ${file}`),
        "Move them away to take the package's text, or keep them and copy the others by hand.",
      ].join("\n"),
    );
    return 1;
  }
  const isNew = dryRun ? "would copy" : "copied";
  for (const { file, state } of migrations) {
    output.log(`  ${(state === "new" ? isNew : "unchanged").padEnd(10)}  ${file}`);
  }
  const copied = migrations.filter(({ state }) => state === "new").length;
  output.log(
    copied === 0
      ? `${dir} has all migrations already.`
      : `${isNew} ${copied} of ${migrations.length} migrations to ${dir}. Apply them with: supabase db push`,
  );
  return 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

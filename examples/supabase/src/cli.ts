import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type CopiedPart, copyFunctions, functionNames } from "./copyFunctions.ts";

const help = `Puts the edge functions of SKALE Calls into a Supabase project, ready to deploy.

Usage: skale-calls-functions [options]          copies what is missing, updates what is ours
       skale-calls-functions status [options]   only tells what is there

  --dir <folder>   the project's supabase folder (default: supabase)
  --dry-run        only tell what would be done
  --help           this text

Nothing of the project's own is ever overwritten.
`;

const options = {
  dir: { type: "string", default: "supabase" },
  "dry-run": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

export interface CliOutput {
  log(text: string): void;
  error(text: string): void;
}

/**
 * `skale-calls-functions`: says what it did and what comes next.
 *
 * @returns the exit code: 0; 1 when something is missing (status), edited, or could not be written; 2 for arguments it does not
 * know.
 */
export function runCli(
  args: string[],
  { output = console, packageDir }: { output?: CliOutput; packageDir?: string } = {},
): number {
  let read: ReturnType<typeof readArguments>;
  try {
    read = readArguments(args);
  } catch (error) {
    output.error(`${messageOf(error)}\n\n${help}`);
    return 2;
  }
  const { dir, dryRun, isStatus, isHelp } = read;
  if (isHelp) {
    output.log(help);
    return 0;
  }
  if (!existsSync(join(dir, "config.toml"))) {
    output.error(
      `There is no ${join(dir, "config.toml")}. Make the project first, with npx supabase init, or name its folder with --dir.`,
    );
    return 1;
  }
  try {
    const parts = copyFunctions({
      dir,
      dryRun: dryRun || isStatus,
      ...(packageDir === undefined ? {} : { packageDir }),
    });
    return isStatus ? tellStatus(parts, output) : tellCopies(parts, { dir, dryRun }, output);
  } catch (error) {
    output.error(`The functions could not be written to ${dir}: ${messageOf(error)}`);
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
    throw new TypeError(`There is no command ${positionals.join(" ")}.`);
  }
  return {
    dir: values.dir,
    dryRun: values["dry-run"],
    isHelp: values.help,
    isStatus: command === "status",
  };
}

type Words = Record<CopiedPart["state"], string>;
const done: Words = {
  new: "written",
  updated: "updated",
  same: "unchanged",
  kept: "yours",
  edited: "edited",
  jwt: "check",
};
const planned: Words = { ...done, new: "would write", updated: "would update" };
const found: Words = { ...done, new: "missing", updated: "outdated", same: "there" };

function listParts(parts: readonly CopiedPart[], words: Words): string {
  return parts
    .map(({ name, state, former }) => {
      const from = former === undefined ? "" : ` (from ${former})`;
      return `  ${words[state].padEnd(12)}  ${name}${from}`;
    })
    .join("\n");
}

/** What a person should look at. */
function adviseOn(parts: readonly CopiedPart[]): string[] {
  const named = (state: CopiedPart["state"]) =>
    parts.filter((part) => part.state === state).map(({ name }) => name);
  const [edited, kept, jwt] = [named("edited"), named("kept"), named("jwt")];
  return [
    ...edited.map(
      (name) =>
        `${name} is not as it was written. Take the edit back, or move the file away; what you want otherwise belongs into the index.ts files.`,
    ),
    ...kept.map(
      (name) =>
        `${name} is yours and stays. To take the package's, move it away and run this again.`,
    ),
    ...jwt.map(
      (name) => `${name} needs verify_jwt = false: the function verifies by itself who asks.`,
    ),
  ];
}

function tellStatus(parts: readonly CopiedPart[], output: CliOutput): number {
  const isComplete = parts.every(({ state }) => state === "same" || state === "kept");
  output.log(
    [listParts(parts, found), ...adviseOn(parts), ...(isComplete ? ["Complete."] : [])].join("\n"),
  );
  return isComplete ? 0 : 1;
}

function tellCopies(
  parts: readonly CopiedPart[],
  { dir, dryRun }: { dir: string; dryRun: boolean },
  output: CliOutput,
): number {
  if (parts.some(({ state }) => state === "edited")) {
    output.error(["Nothing was written.", listParts(parts, found), ...adviseOn(parts)].join("\n"));
    return 1;
  }
  output.log([listParts(parts, dryRun ? planned : done), ...adviseOn(parts)].join("\n"));
  if (dryRun) {
    output.log("Nothing was written: run it without --dry-run.");
    return 0;
  }
  const secrets = join(dir, "functions/.env");
  output.log(
    [
      "Next:",
      `  1. Secrets into ${secrets}, which git must not see: YCLOUD_API_KEY, YCLOUD_WEBHOOK_SECRET, ALLOWED_ORIGINS; then`,
      `     npx supabase secrets set --env-file ${secrets}`,
      `  2. npx supabase functions deploy ${functionNames.join(" ")}`,
      "  3. At the provider, the webhook's address:",
      "     https://<project>.supabase.co/functions/v1/whatsapp-call-webhook",
    ].join("\n"),
  );
  return 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

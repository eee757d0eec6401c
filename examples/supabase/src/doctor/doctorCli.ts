import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs, parseEnv } from "node:util";
import type { CliOutput } from "../cli.ts";
import type { NamedFinding, State } from "./check.ts";
import { runDoctor } from "./runDoctor.ts";

const help = `Checks a deployment of SKALE Calls, and says what to do.

Usage: skale-calls-doctor [options]

  --env-file <file>        the functions' secrets (default: supabase/functions/.env, if it exists)
  --functions-url <url>    where the functions are (default: SUPABASE_URL and /functions/v1)
  --json                   prints the findings as JSON
  --help                   this text

The functions' secrets and SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY are read from the environment and from the file. No secret
is printed. Webhooks of the check leave their ids in the ledger; nothing else changes.
Exit codes: 0 nothing failed; 1 a check failed; 2 unknown arguments.
`;

const options = {
  "env-file": { type: "string" },
  "functions-url": { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export interface DoctorCliContext {
  output?: CliOutput;
  env?: Readonly<Record<string, string | undefined>>;
}

/** Runs the command `skale-calls-doctor`. Returns the exit code. */
export async function runDoctorCli(
  args: string[],
  { output = console, env = process.env }: DoctorCliContext = {},
): Promise<number> {
  let values: ReturnType<typeof read>;
  try {
    values = read(args);
  } catch (error) {
    output.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return 2;
  }
  if (values.help) {
    output.log(help);
    return 0;
  }
  const file = values["env-file"] ?? join("supabase", "functions", ".env");
  if (values["env-file"] !== undefined && !existsSync(file)) {
    output.error(
      `There is no ${file}. Write the functions' secrets into it, or name another file with --env-file.`,
    );
    return 2;
  }
  const secrets = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const findings = await runDoctor({
    variables: { ...secrets, ...env },
    functionsUrl: values["functions-url"],
  });
  output.log(values.json ? JSON.stringify({ findings }, null, 2) : describe(findings));
  return findings.some(({ state }) => state === "fail") ? 1 : 0;
}

const read = (args: string[]) => parseArgs({ args, options, strict: true }).values;

const marks: Readonly<Record<State, string>> = { ok: "ok  ", warn: "warn", fail: "FAIL" };

function describe(findings: readonly NamedFinding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.map(
    ({ check, state, text }) => `${marks[state]}  ${check.padEnd(width)}  ${text}`,
  );
  const count = (wanted: State) => findings.filter(({ state }) => state === wanted).length;
  return `${lines.join("\n")}\n\n${count("ok")} ok, ${count("warn")} warnings, ${count("fail")} failed`;
}

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The export condition that selects the packages' sources instead of their builds. */
const sourceCondition = "@skale-calls/source";

export interface DenoResolution {
  /** A file whose `imports` replace those of the entry's own `deno.json`. */
  importMap?: string;
  /** Export conditions. Default: the workspace's sources. */
  conditions?: readonly string[];
  /** Allows only the entry's own files: no packages, no remote modules. */
  alone?: boolean;
}

/** Returns the npm package's Deno, even when another Deno is on the PATH. */
export function denoBinary(): string {
  const { runInstall } = require("deno/install_api.cjs") as { runInstall(): string };
  return runInstall();
}

/** Flags that make Deno load modules only from the workspace's node_modules, never from the network, and write no lock file. */
export function resolutionFlags({
  importMap,
  conditions = [sourceCondition],
  alone = false,
}: DenoResolution): string[] {
  if (alone) return ["--no-npm", "--no-remote", "--no-lock", "--node-modules-dir=none"];
  return [
    "--node-modules-dir=manual",
    "--cached-only",
    "--no-lock",
    ...conditions.map((condition) => `--conditions=${condition}`),
    ...(importMap === undefined ? [] : [`--import-map=${importMap}`]),
  ];
}

/** The environment variables that Deno itself needs to find its cache. */
const ownEnvironment = Object.fromEntries(
  ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA", "USERPROFILE", "SystemRoot"].flatMap(
    (name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]),
  ),
);

function environment(env: Readonly<Record<string, string>>): Record<string, string> {
  return { ...ownEnvironment, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env };
}

export function spawnDeno(args: string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(denoBinary(), args, {
    env: environment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/**
 * Type-checks modules and all that they import, as `deno check` does.
 *
 * @throws Error with Deno's report.
 */
export function denoCheck(
  entries: readonly string[],
  resolution: DenoResolution = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      denoBinary(),
      ["check", ...resolutionFlags(resolution), ...entries],
      { env: environment({}) },
      (error, stdout, stderr) =>
        error === null ? resolve() : reject(new Error(`${stdout}${stderr}`, { cause: error })),
    );
  });
}

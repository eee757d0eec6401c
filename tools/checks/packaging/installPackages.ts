import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packPackages } from "./packPackages.ts";

const runOrThrow = promisify(execFile);

/** A project outside the workspace, like a user's project, with the packed packages installed. */
export interface Project {
  folder: string;
  /** The paths of the tarballs, by package name. */
  tarballs: ReadonlyMap<string, string>;
  /** Runs a program in the project's folder. */
  run(program: string, ...args: string[]): Promise<{ ok: boolean; output: string }>;
  remove(): Promise<void>;
}

/**
 * Packs the builds of all published packages and installs them.
 *
 * @param more other dependencies of the project.
 */
export async function installPackages(
  more: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "skale-calls-"));
  const tarballs = await packPackages(folder);
  const packed = Object.fromEntries([...tarballs].map(([name, file]) => [name, `file:${file}`]));
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({
      name: "consumer",
      private: true,
      type: "module",
      dependencies: {
        ...packed,
        "@supabase/supabase-js": "^2.119.1",
        "@types/node": "^24.0.0",
        zod: "^4.6.7",
        ...more,
      },
      // Programs that their packages fetch or choose when they are installed.
      pnpm: { overrides: packed, onlyBuiltDependencies: ["bun", "deno", "workerd"] },
    }),
  );
  await runOrThrow("pnpm", ["install", "--prefer-offline", "--no-lockfile"], { cwd: folder });
  return {
    folder,
    tarballs,
    run: (program, ...args) =>
      new Promise((resolve) => {
        execFile(program, args, { cwd: folder }, (error, stdout, stderr) =>
          resolve({ ok: error === null, output: `${stdout}${stderr}` }),
        );
      }),
    remove: () => rm(folder, { recursive: true }),
  };
}

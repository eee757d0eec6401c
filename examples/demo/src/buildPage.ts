import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const callsPage = fileURLToPath(new URL("../../calls-page/", import.meta.url));

export interface PageBuild {
  /** Where the page goes; what is there is removed. */
  outDir: string;
  /** Of a Vite project. Default: the Calls page. */
  root?: string;
}

/**
 * Builds the Calls page as it is deployed. In a process of its own, so that it takes another core than what starts at the same
 * time, and so that a test's NODE_ENV makes no development build of it.
 *
 * @returns The folder, `outDir`.
 * @throws Error with what Vite said.
 */
export async function buildPage({ outDir, root = callsPage }: PageBuild): Promise<string> {
  const vite = dirname(createRequire(join(callsPage, "package.json")).resolve("vite/package.json"));
  const args = ["build", root, "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"];
  await promisify(execFile)(process.execPath, [join(vite, "bin", "vite.js"), ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1" },
  }).catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(`The page was not built:\n${stdout}${stderr}`);
  });
  return outDir;
}

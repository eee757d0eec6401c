import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const callsPage = fileURLToPath(new URL("../../calls-page/", import.meta.url));

export interface PageBuild {
  /** The target folder, which is emptied first. */
  outDir: string;
  /** The folder of a Vite project. Default: the Calls page. */
  root?: string;
}

/**
 * Builds the Calls page for deployment. The build runs in a separate process: it uses another processor core than the rest
 * of the start, and a test's NODE_ENV does not turn it into a development build.
 *
 * @returns The folder, `outDir`.
 * @throws Error with Vite's output.
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

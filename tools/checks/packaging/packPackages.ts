import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readPackages, root } from "../src/repository.ts";

const runOrThrow = promisify(execFile);

/** Packs the builds of all published packages. Returns the tarballs' paths by package name. */
export async function packPackages(folder: string): Promise<ReadonlyMap<string, string>> {
  await mkdir(folder, { recursive: true });
  const tarballs = new Map<string, string>();
  for (const [path, { name }] of readPackages()) {
    const args = ["pack", "--json", "--pack-destination", folder];
    const { stdout } = await runOrThrow("pnpm", args, { cwd: join(root, path) });
    tarballs.set(name, (JSON.parse(stdout) as { filename: string }).filename);
  }
  return tarballs;
}

if (import.meta.main) {
  const tarballs = await packPackages(join(root, ".tarballs"));
  console.log(
    `\nTo install all packages, run this in your project's folder:\n\nnpm install ${[...tarballs.values()].join(" ")}`,
  );
}

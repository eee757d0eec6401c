import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Lists the files that git tracks or would add, as paths from the root. */
export function listFiles(...patterns: string[]): string[] {
  return execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...patterns],
    { cwd: root, encoding: "utf8" },
  )
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)));
}

export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** The fields of a package.json that the checks read. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  files?: readonly string[];
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Reads the manifests of the published packages, by folder such as `packages/core`. */
export function readPackages(): ReadonlyMap<string, Manifest> {
  return new Map(
    listFiles("packages/*/package.json", "examples/supabase/package.json").map((path) => [
      path.replace("/package.json", ""),
      JSON.parse(readText(path)) as Manifest,
    ]),
  );
}

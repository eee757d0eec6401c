import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBundle } from "./bundleHeader.ts";
import { type FunctionBlock, findBlock, writeBlock } from "./configToml.ts";

/** Beside `src` and beside `dist`. */
const packageFolder = fileURLToPath(new URL("../", import.meta.url));
const bundlePath = "functions/_shared/skale-calls.js";
export const functionNames = ["whatsapp-call", "whatsapp-call-webhook"] as const;

export interface CopyFunctionsOptions {
  /** The project's `supabase` folder, which `supabase init` makes. */
  dir: string;
  /** Only tells what would be done. */
  dryRun?: boolean;
  /** The folder of this package, for tests. */
  packageDir?: string;
}

/** A file, or a block of `config.toml`, and what became of it. */
export interface CopiedPart {
  /** Below `dir`; of the config with the block: `config.toml [functions.whatsapp-call]`. */
  name: string;
  /**
   * `new`: written. `updated`: a bundle of another version was replaced. `same`: it is there already. `kept`: the
   * project's own, left as it is. `edited`: a bundle that somebody changed, left as it is. `jwt`: a block of the project's own
   * in which `verify_jwt` is not `false`.
   */
  state: "new" | "updated" | "same" | "kept" | "edited" | "jwt";
  /** Of a bundle: the version that was there. */
  former?: string;
}

/**
 * Puts the edge functions into a Supabase project: their two `index.ts`, which are the project's from then on, the bundle
 * beside them, and the blocks of `config.toml`. Nothing of the project's is overwritten; while the bundle is edited, nothing is
 * written at all.
 *
 * @throws Error with code `ENOENT` when `dir` has no `config.toml`; others of the file system.
 */
export function copyFunctions(options: CopyFunctionsOptions): CopiedPart[] {
  const { dir, dryRun = false, packageDir = packageFolder } = options;
  const config = read(join(dir, "config.toml"));
  const bundle = read(join(packageDir, "dist/skale-calls.js"));
  const parts = [
    compareBundle(dir, bundle),
    ...functionNames.map((name) => compareIndex(dir, packageDir, name)),
  ];
  const blocks = functionNames.map((name) => compareBlock(config, name));
  if (!dryRun && !parts.some(({ state }) => state === "edited")) {
    for (const { name, state } of parts) {
      if (state !== "new" && state !== "updated") continue;
      const text = name === bundlePath ? bundle : read(join(packageDir, "supabase", name));
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      // wx: should another process have been faster, its file stays.
      writeFileSync(join(dir, name), text, { flag: state === "new" ? "wx" : "w" });
    }
    const added = functionNames.filter((_, index) => blocks[index]?.state === "new");
    if (added.length > 0) {
      const end = config === "" || config.endsWith("\n") ? "" : "\n";
      writeFileSync(join(dir, "config.toml"), `${config}${end}${added.map(writeBlock).join("")}`);
    }
  }
  return [...parts, ...blocks];
}

function compareBundle(dir: string, bundle: string): CopiedPart {
  const name = bundlePath;
  const file = join(dir, name);
  if (!existsSync(file)) return { name, state: "new" };
  const there = read(file);
  if (there.replaceAll("\r\n", "\n") === bundle) return { name, state: "same" };
  const known = readBundle(there);
  if (!known || known.isEdited) return { name, state: "edited" };
  return { name, state: "updated", former: known.version };
}

function compareIndex(dir: string, packageDir: string, functionName: string): CopiedPart {
  const name = `functions/${functionName}/index.ts`;
  const file = join(dir, name);
  if (!existsSync(file)) return { name, state: "new" };
  const ours = read(join(packageDir, "supabase", name));
  return { name, state: read(file).replaceAll("\r\n", "\n") === ours ? "same" : "kept" };
}

const blockStates: Record<FunctionBlock, CopiedPart["state"]> = {
  missing: "new",
  open: "same",
  guarded: "jwt",
};

function compareBlock(config: string, functionName: string): CopiedPart {
  const name = `config.toml [functions.${functionName}]`;
  return { name, state: blockStates[findBlock(config, functionName)] };
}

const read = (file: string) => readFileSync(file, "utf8");

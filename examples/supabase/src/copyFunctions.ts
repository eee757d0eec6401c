import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBundle, withUnixLines } from "./bundleHeader.ts";
import { addBlocks, type FunctionBlock, findBlock } from "./configToml.ts";
import { isNewer } from "./isNewer.ts";

/** Above `src` and above `dist`. */
const ownPackage = fileURLToPath(new URL("../", import.meta.url));
/** All that the functions need, and its types: the package's, also in the project. */
const bundleNames = ["skale-calls.js", "skale-calls.d.ts"] as const;
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
  state: PartState;
  /** Of a bundle of another version: the version that was there. */
  former?: string;
}

/** States of this kind leave a file as it is, and somebody has to look at it. */
export type ProblemState =
  /** A bundle that somebody changed, or another file in its place. */
  | "edited"
  /** A bundle of a later version than this package. */
  | "newer"
  /** An `index.ts` that does not use the bundle. */
  | "foreign"
  /** A block in which `verify_jwt` is not `false`. */
  | "guarded"
  /** A block in which `enabled` is `false`. */
  | "off";

export type PartState =
  | ProblemState
  /** Written. */
  | "new"
  /** A bundle of an earlier version that was replaced. */
  | "updated"
  /** As the package has it. */
  | "same"
  /** The project's own, which uses the bundle. */
  | "yours";

/**
 * Puts the edge functions into a Supabase project: their two `index.ts`, which are the project's from then on, the bundle
 * beside them, and the blocks of `config.toml`. Nothing of the project's is overwritten. While a bundle is edited or newer,
 * nothing is written at all.
 *
 * @throws ConfigProblem of a `config.toml` that cannot be read or added to; errors of the file system.
 */
export function copyFunctions(options: CopyFunctionsOptions): CopiedPart[] {
  const { dir, dryRun = false, packageDir = ownPackage } = options;
  const config = read(join(dir, "config.toml"));
  const files = [
    ...bundleNames.map((name) => {
      const text = read(join(packageDir, "dist", name));
      return { text, ...compareBundle(dir, `functions/_shared/${name}`, text) };
    }),
    ...functionNames.map((functionName) => {
      const name = `functions/${functionName}/index.ts`;
      const text = read(join(packageDir, "supabase", name));
      return { text, name, state: compareIndex(join(dir, name), text) };
    }),
  ];
  const blocks = functionNames.map((name) => ({
    name: `config.toml [functions.${name}]`,
    state: blockStates[findBlock(config, name)],
  }));
  const missing = functionNames.filter((_, index) => blocks[index]?.state === "new");
  const newConfig = missing.length > 0 ? addBlocks(config, missing) : config;
  if (!dryRun && !isBlocked(files)) {
    for (const { name, text, state } of files) {
      if (state !== "new" && state !== "updated") continue;
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      // wx: should another process have been faster, its file stays.
      writeFileSync(join(dir, name), text, { flag: state === "new" ? "wx" : "w" });
    }
    if (newConfig !== config) writeFileSync(join(dir, "config.toml"), newConfig);
  }
  return [...files.map(({ text: _, ...part }) => part), ...blocks];
}

/** Whether a bundle is in the way: then nothing is written. */
export function isBlocked(parts: readonly CopiedPart[]): boolean {
  return parts.some(({ state }) => state === "edited" || state === "newer");
}

function compareBundle(dir: string, name: string, text: string): CopiedPart {
  const file = join(dir, name);
  if (!existsSync(file)) return { name, state: "new" };
  const there = read(file);
  if (withUnixLines(there) === text) return { name, state: "same" };
  const [found, own] = [readBundle(there), readBundle(text)];
  if (!found || found.isEdited) return { name, state: "edited" };
  const isLater = own !== undefined && isNewer(found.version, own.version);
  return { name, state: isLater ? "newer" : "updated", former: found.version };
}

function compareIndex(file: string, text: string): PartState {
  if (!existsSync(file)) return "new";
  const there = withUnixLines(read(file));
  if (there === text) return "same";
  return there.includes("_shared/skale-calls.js") ? "yours" : "foreign";
}

const blockStates: Record<FunctionBlock, PartState> = {
  missing: "new",
  open: "same",
  guarded: "guarded",
  off: "off",
};

const read = (file: string) => readFileSync(file, "utf8");

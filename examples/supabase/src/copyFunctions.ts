import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBundle, withUnixLines } from "./bundleHeader.ts";
import { addBlocks, type FunctionBlock, findBlock } from "./configToml.ts";
import { isNewer } from "./isNewer.ts";

/** The parent of `src` and of `dist`. */
const ownPackage = fileURLToPath(new URL("../", import.meta.url));
/** The bundle and its types. They belong to the package, also in the project. */
const bundleNames = ["skale-calls.js", "skale-calls.d.ts"] as const;
export const functionNames = [
  "whatsapp-call",
  "whatsapp-call-webhook",
  "whatsapp-call-media",
] as const;

export interface CopyFunctionsOptions {
  /** The project's `supabase` folder, which `supabase init` creates. */
  dir: string;
  /** Returns what would be done, and writes nothing. */
  dryRun?: boolean;
  /** The folder of this package, for tests. */
  packageDir?: string;
}

/** A file or a block of `config.toml`, and its state. */
export interface CopiedPart {
  /** The path below `dir`; for a block of the config: `config.toml [functions.whatsapp-call]`. */
  name: string;
  state: PartState;
  /** The version of a bundle that differs from the package's. */
  former?: string;
}

/** The states of a file or block that stays unchanged and needs attention. */
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
  /** Missing, and therefore written. */
  | "new"
  /** A bundle of an earlier version that was replaced. */
  | "updated"
  /** Equal to the package's file, or a block that is right. */
  | "same"
  /** The project's own `index.ts`, which uses the bundle. */
  | "yours";

/**
 * Copies the edge functions into a Supabase project: an `index.ts` for each, which then belong to the project, the bundle beside
 * them, and the blocks of `config.toml`. It never overwrites the project's own files. With an edited or newer bundle
 * it writes nothing.
 *
 * @throws ConfigProblem for a `config.toml` that cannot be read or extended; errors of the file system.
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
      // With wx, a file that another process wrote in the meantime is not overwritten.
      writeFileSync(join(dir, name), text, { flag: state === "new" ? "wx" : "w" });
    }
    if (newConfig !== config) writeFileSync(join(dir, "config.toml"), newConfig);
  }
  return [...files.map(({ text: _, ...part }) => part), ...blocks];
}

/** Whether a bundle prevents writing. */
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

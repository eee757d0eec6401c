import { bundleCode } from "./bundleCode.ts";
import type { Entry } from "./readEntries.ts";

/** What an entry costs those who import all of it, minified and gzipped. */
export interface EntryWeight {
  /** The bytes of the package's own code. */
  own: number;
  /** The bytes with all packages that it needs, but without those that the application chooses itself (`chosenByApplication`). */
  whole: number;
  /** The number of modules that a runtime loads from an unbundled installation, with those of other packages. */
  modules: number;
}

/** Peer dependencies, which applications of the entry have anyway. */
const chosenByApplication = ["@supabase/supabase-js", "postgres", "react", "react-dom"];

/** Weighs an entry. Modules of dynamic imports are not included, because they are loaded later. */
export async function weighEntry({ source }: Entry): Promise<EntryWeight> {
  const code = `export * from "./${source}";`;
  const own = await bundleCode(code, { external: "all", platform: "node" });
  const whole = await bundleCode(code, { external: chosenByApplication, platform: "node" });
  return { own: own.bytes, whole: whole.bytes, modules: whole.modules };
}

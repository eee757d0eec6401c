import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { root } from "./repository.ts";

export interface Bundle {
  /** The minified and gzipped size in bytes. */
  bytes: number;
  /** The modules with code in the bundle, as paths from the root. */
  inputs: string[];
  /** The number of modules that a runtime loads: all that the code imports, used or not. */
  modules: number;
}

export interface BundleOptions {
  /** The folder in which the code's imports are looked up. Default: the root. */
  folder?: string;
  /** The packages that are left out, or `all`. Default: supabase-js, which every application of the adapter has. */
  external?: readonly string[] | "all";
  /** `node` allows the modules of Node. Default: `browser`. */
  platform?: "browser" | "node";
}

/** The initial size. Modules of dynamic imports are loaded later and are not included. */
const leaveOutLater: Plugin = {
  name: "leave-out-later",
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

/** Bundles code as for a page or a function, and measures the result. */
export async function bundleCode(code: string, options: BundleOptions = {}): Promise<Bundle> {
  const { folder = root, external = ["@supabase/supabase-js"], platform = "browser" } = options;
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder, loader: "ts" },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    conditions: ["@skale-calls/source"],
    ...(external === "all" ? { packages: "external" } : { external: [...external] }),
    plugins: [leaveOutLater],
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output?.inputs ?? {}).filter(
    ([, { bytesInOutput }]) => bytesInOutput > 0,
  );
  return {
    bytes: gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length,
    inputs: used.map(([path]) => path),
    modules: Object.keys(metafile.inputs).filter((path) => path !== "<stdin>").length,
  };
}

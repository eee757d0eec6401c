import { join } from "node:path/posix";
import { readPackages, readText } from "./repository.ts";

/** One import specifier of a published package. */
export interface Entry {
  /** `@skale-calls/core/testing`. */
  specifier: string;
  /** `testing`; `index` for the package's own name. */
  name: string;
  /** The package's folder: `packages/core`. */
  folder: string;
  /** Paths from the repository's root. The types exist after a build. */
  source: string;
  types: string;
}

/** The entries of all published packages, as their manifests list them under `exports`. */
export function readEntries(): Entry[] {
  return [...readPackages()].flatMap(([folder, { name }]) => {
    const { exports } = JSON.parse(readText(`${folder}/package.json`)) as {
      exports: Record<string, string | Record<string, string>>;
    };
    return Object.entries(exports).flatMap(([subpath, target]) => {
      if (typeof target === "string") return [];
      const { "@skale-calls/source": source = "", types = "" } = target;
      return [
        {
          specifier: join(name, subpath),
          name: subpath === "." ? "index" : subpath.replace("./", ""),
          folder,
          source: join(folder, source),
          types: join(folder, types),
        },
      ];
    });
  });
}

import { join } from "node:path/posix";
import { readPackages, readText } from "./repository.ts";

/** One import specifier of a published package. */
export interface Entry {
  /** For example `@skale-calls/core/testing`. */
  specifier: string;
  /** For example `testing`. The entry of the package itself has the name `index`. */
  name: string;
  /** The package's folder, such as `packages/core`. */
  folder: string;
  /** Paths from the repository's root. The file `types` exists after a build. */
  source: string;
  types: string;
}

/** Reads the entries of all published packages, as their manifests list them under `exports`. */
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

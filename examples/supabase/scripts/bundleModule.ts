import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Licences whose code may be part of a file under the MIT licence. */
const licences = ["MIT", "0BSD", "ISC", "BSD-3-Clause", "BSD-2-Clause"];

/**
 * Bundles the code of the functions into one module without imports, which Supabase's bundler and plain Deno accept
 * with any import map and without one. The licence notices of the bundled packages are at its end.
 *
 * @throws Error when a bundled package has no notice, or a licence that is not in the list.
 */
export async function bundleModule(root: URL, version: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL("supabase/functions/_shared/skaleCalls.ts", root))],
    absWorkingDir: fileURLToPath(root),
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    conditions: ["@skale-calls/source"],
    define: { SKALE_CALLS_VERSION: JSON.stringify(version) },
    // Keeps names and short lines for the stack traces in the logs. Removes comments, in which the Supabase CLI would find imports.
    minifyWhitespace: true,
    lineLimit: 120,
    legalComments: "none",
    charset: "utf8",
    metafile: true,
    write: false,
  });
  const packages = new Set(
    Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
        const folder = bytesInOutput > 0 ? findPackage(path) : undefined;
        return folder === undefined ? [] : [fileURLToPath(new URL(folder, root))];
      }),
    ),
  );
  return `${outputFiles[0]?.text ?? ""}\n${writeNotices([...packages])}`;
}

/** @example findPackage("../node_modules/ky/dist/index.js") // "../node_modules/ky" */
function findPackage(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/** One comment for each licence text, with its packages. */
function writeNotices(folders: readonly string[]): string {
  const packagesOf = new Map<string, string[]>();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    ) as { name: string; version: string; license?: string };
    if (license === undefined || !licences.includes(license)) {
      throw new Error(`${name} has the licence ${license}.`);
    }
    const notice = readNotice(folder);
    if (notice === undefined) throw new Error(`${name} has no file with its licence.`);
    packagesOf.set(notice, [...(packagesOf.get(notice) ?? []), `${name} ${version}`]);
  }
  const comments = [...packagesOf].map(
    ([notice, names]) => `/*! Contains ${names.sort().join(", ")}:\n\n${notice}\n*/\n`,
  );
  return comments.sort().join("");
}

function readNotice(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) return undefined;
  return readFileSync(join(folder, file), "utf8")
    .replaceAll("\r\n", "\n")
    .replaceAll("*/", "")
    .trim();
}

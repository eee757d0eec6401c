import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";

const folder = new URL("..", import.meta.url);

async function bundle(entry: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(entry, folder))],
    absWorkingDir: fileURLToPath(folder),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: ["@skale-calls/source"],
    external: ["react"],
    splitting: true,
    outdir: fileURLToPath(new URL("out", folder)),
    write: false,
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs);
  const main = outputs.find(([, { entryPoint }]) => entryPoint === entry)?.[0] ?? "";
  const bytesOf = new Map(
    outputFiles.map(({ path, contents }) => [
      relative(fileURLToPath(folder), path),
      gzipSync(contents, { level: 9 }).length,
    ]),
  );
  const atStart = findStatic(metafile.outputs, main);
  return {
    bytes: atStart.reduce((sum, path) => sum + (bytesOf.get(path) ?? 0), 0),
    later: outputs.flatMap(([path, { entryPoint }]) =>
      entryPoint !== undefined && !atStart.includes(path) ? [entryPoint] : [],
    ),
    inputs: Object.keys(metafile.inputs),
  };
}

/** A file and what it imports at once. */
function findStatic(outputs: Metafile["outputs"], path: string): string[] {
  const imported = (outputs[path]?.imports ?? []).filter(({ kind }) => kind === "import-statement");
  return [
    path,
    ...imported.flatMap((next) => (next.external ? [] : findStatic(outputs, next.path))),
  ];
}

test("the softphone is under 12 kB, minified and gzipped, and takes nothing in but itself", async () => {
  const { bytes, later, inputs } = await bundle("src/index.ts");
  expect(bytes).toBeGreaterThan(1000);
  expect(later).toEqual(["src/diagnose/diagnose.ts"]);
  expect(bytes).toBeLessThan(12_000);
  expect(inputs.filter((path) => !path.startsWith("src/"))).toEqual([]);
  expect(inputs.filter((path) => /testing|react/.test(path))).toEqual([]);
});

test("the hooks bring no second softphone along", async () => {
  const { bytes, inputs } = await bundle("src/react/index.ts");
  expect(bytes).toBeLessThan(1000);
  expect(inputs).toEqual(["src/react/index.ts"]);
});

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
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
  };
}

/** What of core comes along: no table of errors, no schema. */
const fromCore = ["ports/clock.ts", "vocabulary/isCallsError.ts"].map(
  (path) => `../core/src/${path}`,
);

test("the softphone is under 12 kB, minified and gzipped, and takes nothing in but itself", async () => {
  const { bytes, inputs } = await bundle("src/index.ts");
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThan(12_000);
  expect(inputs.filter((path) => !path.startsWith("src/")).sort()).toEqual(fromCore);
  expect(inputs.filter((path) => /testing|react/.test(path))).toEqual([]);
});

test("the hooks bring no second softphone along", async () => {
  const { bytes, inputs } = await bundle("src/react/index.ts");
  expect(bytes).toBeLessThan(1000);
  expect(inputs).toEqual(["src/react/index.ts"]);
});

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { expect, test } from "vitest";

const folder = new URL("..", import.meta.url);

/** Excludes modules that are loaded on demand from the measured size. */
const leaveOutLater: Plugin = {
  name: "leave-out-later",
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    );
  },
};

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
    plugins: [leaveOutLater],
    write: false,
    metafile: true,
  });
  return {
    bytes: gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length,
    // What is left of each module after tree-shaking.
    inputs: Object.values(metafile.outputs)
      .flatMap((output) => Object.entries(output.inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  };
}

/** The softphone itself, and the part of core that `core/client` exports: no table of errors, no schema. */
const allowed =
  /^(?:src|..\/core\/src\/(?:client|ports|vocabulary\/(?:callStatus|isCallsError).ts))/;

test("the softphone is under 12 kB, minified and gzipped, and includes no other module", async () => {
  const { bytes, inputs } = await bundle("src/createSoftphone.ts");
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThan(12_000);
  expect(inputs.filter((path) => !allowed.test(path))).toEqual([]);
  expect(inputs.filter((path) => /testing|react|diagnose/.test(path))).toEqual([]);
});

test("the hooks do not include a second softphone", async () => {
  const { bytes, inputs } = await bundle("src/react/index.ts");
  expect(bytes).toBeLessThan(1500);
  expect(
    inputs.filter((path) => !/^(?:src\/react\/|src\/lib\/clock|..\/core\/)/.test(path)),
  ).toEqual([]);
});

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { expect, test } from "vitest";

const folder = new URL("..", import.meta.url);

/** What is loaded when it is asked for costs nothing before. */
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
    inputs: Object.keys(metafile.inputs),
  };
}

/** Itself, and of core what the client of the call handler is made of: no table of errors, no schema. */
const allowed = /^(?:src|..\/core\/src\/(?:client|ports|vocabulary\/isCallsError.ts))/;

test("the softphone is under 12 kB, minified and gzipped, and takes nothing in but itself", async () => {
  const { bytes, inputs } = await bundle("src/createSoftphone.ts");
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThan(12_000);
  expect(inputs.filter((path) => !allowed.test(path))).toEqual([]);
  expect(inputs.filter((path) => /testing|react|diagnose/.test(path))).toEqual([]);
});

test("the hooks bring no second softphone along", async () => {
  const { bytes, inputs } = await bundle("src/react/index.ts");
  expect(bytes).toBeLessThan(1000);
  expect(inputs).toEqual(["src/react/index.ts"]);
});

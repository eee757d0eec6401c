import { expect, test } from "vitest";
import { findViolations } from "./importRules.ts";
import { importsOf, isShipped, readImports, type SourceFile } from "./readImports.ts";

const sources = readImports();

test("the repository's imports keep their directions", () => {
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(500);
  expect(findViolations(sources)).toEqual([]);
});

/** The repository's sources, with one import added to one file. */
function withImport(path: string, target: string): SourceFile[] {
  const changed = sources.map((file) =>
    file.path === path ? { ...file, imports: [...file.imports, target] } : file,
  );
  expect(changed).not.toEqual(sources);
  return changed;
}

const core = "packages/core/src";
const client = "packages/ycloud-client/src/index.ts";
const adapter = "packages/supabase-adapter";
const page = "examples/calls-page/src";

test.each([
  ["core imports no sibling", `${core}/index.ts`, "@skale-calls/ycloud-client"],
  ["core imports no sibling", `${core}/phone/normalizePhone.test.ts`, "@skale-calls/testkit"],
  ["siblings import core alone; their tests the testkit too", client, "@skale-calls/simulator"],
  ["siblings import core alone; their tests the testkit too", client, "@skale-calls/testkit"],
  ["a package is entered by its name", client, `${core}/index.ts`],
  ["a package is entered by its name", "examples/demo/src/main.ts", `${core}/index.ts`],
  ["what is published imports published files", client, "packages/ycloud-client/src/testServer.ts"],
  [
    "what is published imports published files",
    `${core}/testing/index.ts`,
    `${core}/testing/arbitraries.ts`,
  ],
  [
    "core's folders import each other in one direction",
    `${core}/vocabulary/callEvent.ts`,
    `${core}/phone/phoneAliases.ts`,
  ],
  [
    "core's folders import each other in one direction",
    `${core}/status/reduceCall.ts`,
    `${core}/events/fields.ts`,
  ],
  [
    "core's folders import each other in one direction",
    `${core}/ports/callStore.ts`,
    `${core}/useCases/dialCall.ts`,
  ],
  [
    "core's folders import each other in one direction",
    `${core}/useCases/dialCall.ts`,
    `${core}/http/answer.ts`,
  ],
  [
    "only tests, the simulator and the packages' testing entries use core's testing",
    client,
    "@skale-calls/core/testing",
  ],
  [
    "only tests, the simulator and the packages' testing entries use core's testing",
    `${core}/index.ts`,
    `${core}/testing/index.ts`,
  ],
  [
    "core's internals are for packages and tests",
    `${page}/services.ts`,
    "@skale-calls/core/internal",
  ],
  ["one file sends requests of clients", client, "ky"],
  [
    "core's folders import each other in one direction",
    `${core}/useCases/dialCall.ts`,
    `${core}/transport/createTransport.ts`,
  ],
  ["portable code imports nothing of Node", `${core}/signature/hash.ts`, "node:crypto"],
  ["portable code imports nothing of Node", `${adapter}/src/createSupabaseCallStore.ts`, "node:fs"],
  ["the Calls page knows no provider", `${page}/services.ts`, "@skale-calls/ycloud-client"],
  [
    "the Calls page's basics import no other folder",
    `${page}/ui/Button.tsx`,
    `${page}/services.ts`,
  ],
  [
    "the Calls page's basics import no other folder",
    `${page}/ui/Button.tsx`,
    `${page}/phone/useDial.ts`,
  ],
  ["what is published imports declared dependencies", `${core}/index.ts`, "fast-check"],
  ["what is published imports declared dependencies", `${adapter}/src/index.ts`, "vue"],
])("%s: %s may not import %s", (name, path, target) => {
  expect(findViolations(withImport(path, target))).toContain(`${name}: ${path} imports ${target}`);
});

test("imports are read with types, exports and calls, and without comments and strings", () => {
  const text = `
    import type { A } from "./a.ts";
    import * as z from "zod";
    export * from "../c.ts";
    // import "./comment.ts";
    const text = 'import "./text.ts"';
    const d = await import("node:fs");
  `;
  expect(importsOf("x/y/b.ts", text)).toEqual(["x/y/a.ts", "zod", "x/c.ts", "node:fs"]);
});

test("files are shipped as npm interprets the field", () => {
  const files = ["dist", "src", "!src/**/*.test.ts", "!src/testKit"];
  const shipped = ["src/a.ts", "src/b/c.ts", "src/a.test.ts", "src/testKit/d.ts", "test/e.ts"];
  expect(shipped.filter((path) => isShipped(path, files))).toEqual(["src/a.ts", "src/b/c.ts"]);
});

import { expect, test } from "vitest";
import { readEntries } from "./readEntries.ts";
import { listFiles, readText } from "./repository.ts";

const entries = readEntries();

test("the entries are those of every published package", () => {
  expect(entries.map(({ specifier }) => specifier)).toEqual(
    expect.arrayContaining(["@skale-calls/core", "@skale-calls/core/internal"]),
  );
  const sources = entries.map(({ source }) => source);
  expect(listFiles("packages/*/src/index.ts")).not.toEqual([]);
  expect(sources).toEqual(expect.arrayContaining(listFiles("packages/*/src/index.ts")));
});

test("an entry or an index.ts names what it exports", () => {
  const files = new Set([...entries.map(({ source }) => source), ...listFiles("*/index.ts")]);
  const nameless = [...files].filter((path) => exportsAll(readText(path)));
  expect(nameless).toEqual([]);
});

test.each([
  ['export * from "./a.ts";', true],
  ['export type * from "./a.ts";', true],
  ['export { b };\n  export*from "./a.ts";', true],
  ['export * as a from "./a.ts";', false],
  ['export { a } from "./a.ts";', false],
  ['// export * from "./a.ts";', false],
])("%s exports all: %s", (text, expected) => {
  expect(exportsAll(text)).toBe(expected);
});

function exportsAll(text: string): boolean {
  return /^\s*export\s*(type\s*)?\*\s*from/m.test(text);
}

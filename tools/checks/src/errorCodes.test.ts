import { errorCodes } from "@skale-calls/core";
import { expect, test } from "vitest";
import { readImports } from "./readImports.ts";
import { listFiles, readText } from "./repository.ts";

const isCatalogue = /vocabulary\/error(?:Codes|Tables)\.ts$/;
/** The code of an installation: the packages' shipped sources and the database's functions. */
const texts = [
  ...readImports()
    .filter(({ isShipped, path }) => isShipped && !isCatalogue.test(path))
    .map(({ path }) => path),
  ...listFiles("packages/supabase-adapter/sql/**/*.sql"),
].map((path) => readText(path));
const sources = texts.join("\n").replace(/^\s*(?:\*|\/\/|--).*$/gm, "");

const codes = Object.keys(errorCodes);

/** Codes that no line contains in quotes. */
const findUnused = (candidates: readonly string[]) =>
  candidates.filter((code) => !new RegExp(`["']${code}["']`).test(sources));

/** The functions that create errors in TypeScript. */
const thrown = [
  ...sources.matchAll(/\b(?:Calls|Provider|Signature|YCloud|Meta)Error\(\s*"(\w+)"/g),
].map(([, code = ""]) => code);

test("every code of the catalogue is in use", () => {
  expect(findUnused(["not_found", "an_error_of_nobody"])).toEqual(["an_error_of_nobody"]);
  expect(findUnused(codes)).toEqual([]);
});

test("every code in use is in the catalogue", () => {
  expect(thrown.length).toBeGreaterThan(50);
  expect(thrown.filter((code) => !codes.includes(code))).toEqual([]);
});

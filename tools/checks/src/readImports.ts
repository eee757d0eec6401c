import { dirname, join, matchesGlob } from "node:path/posix";
import ts from "typescript-5";
import { listFiles, type Manifest, readPackages, readText } from "./repository.ts";

/** A source file and its imports, including types. */
export interface SourceFile {
  /** The path from the repository's root, such as `packages/core/src/index.ts`. */
  path: string;
  /** Relative imports as paths from the repository's root, and all other imports as written. */
  imports: readonly string[];
  /** Whether the file is in a published tarball. Other files are for tests or builds. */
  isShipped: boolean;
  /** The manifest of the published package that contains the file. */
  owner?: Manifest;
}

export function readImports(): SourceFile[] {
  const packages = readPackages();
  return listFiles("*.ts", "*.tsx").map((path) => {
    const [, folder = "", inside = ""] = /^(packages\/[^/]+)\/(.+)$/.exec(path) ?? [];
    const owner = packages.get(folder);
    return {
      path,
      imports: importsOf(path, readText(path)),
      isShipped: owner !== undefined && isShipped(inside, owner.files ?? []),
      ...(owner && { owner }),
    };
  });
}

/** @example importsOf("a/b.ts", 'import "./c.ts"; import "zod"') // ["a/c.ts", "zod"] */
export function importsOf(path: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith(".") ? join(dirname(path), fileName) : fileName,
    );
}

/** Matches a path as npm does with `files`: an entry is a folder or a glob, and a `!` before it excludes files. */
export function isShipped(inside: string, files: readonly string[]): boolean {
  const matches = (pattern: string) =>
    matchesGlob(inside, pattern) || inside.startsWith(`${pattern}/`);
  const [without, within] = [
    files.filter((entry) => entry.startsWith("!")),
    files.filter((entry) => !entry.startsWith("!")),
  ];
  return within.some(matches) && !without.some((entry) => matches(entry.slice(1)));
}

import { dirname, join, matchesGlob } from "node:path/posix";
import ts from "typescript-5";
import { listFiles, type Manifest, readPackages, readText } from "./repository.ts";

/** A source file and its imports, including types. */
export interface SourceFile {
  /** From the repository's root: `packages/core/src/index.ts`. */
  path: string;
  /** Relative imports as paths from the repository's root, all others as written. */
  imports: readonly string[];
  /** Whether it is in a published tarball. Other files are for tests or builds. */
  isShipped: boolean;
  /** The manifest of its published package. */
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

/** Matches a path like npm does with `files`: folders and globs, and `!` excludes. */
export function isShipped(inside: string, files: readonly string[]): boolean {
  const matches = (pattern: string) =>
    matchesGlob(inside, pattern) || inside.startsWith(`${pattern}/`);
  const [without, within] = [
    files.filter((entry) => entry.startsWith("!")),
    files.filter((entry) => !entry.startsWith("!")),
  ];
  return within.some(matches) && !without.some((entry) => matches(entry.slice(1)));
}

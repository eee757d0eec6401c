import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { expect, test } from "vitest";
import { listFiles, readPackages, readText, root } from "./repository.ts";

const published = [...readPackages().values()];
const texts = listFiles().map((path) => ({ path, text: readText(path) }));

function pathsWith(pattern: RegExp | string): string[] {
  const has = (text: string) =>
    typeof pattern === "string" ? text.includes(pattern) : pattern.test(text);
  return texts.filter(({ text }) => has(text)).map(({ path }) => path);
}

test("no file names a host of packages", () => {
  const configured = execFileSync("npm", ["config", "get", "registry"], {
    encoding: "utf8",
    // npm prints warnings about settings that it inherits from pnpm.
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(texts.length).toBeGreaterThan(100);
  expect(pathsWith(new URL(configured.trim()).host)).toEqual([]);
  expect(pathsWith(/https?:\/\/[^\s/"'`]*(registry|artifactory|nexus|verdaccio)/i)).toEqual([]);
  expect(texts.filter(({ path }) => path.endsWith(".npmrc"))).toEqual([]);
});

test("the lock file names no package registry", () => {
  expect(readText("pnpm-lock.yaml")).not.toMatch(/tarball:/);
});

test("no file names a path of this machine", () => {
  expect(pathsWith(root)).toEqual([]);
  expect(pathsWith(`${homedir()}/`)).toEqual([]);
  expect(pathsWith(/["'`\s(=]\/(home|Users|work)\/\w/)).toEqual([]);
});

test("the published packages have the same version", () => {
  const config = JSON.parse(readText(".changeset/config.json")) as {
    fixed: string[][];
    access: string;
  };
  expect(published.map(({ private: hidden }) => hidden ?? false)).not.toContain(true);
  expect(config.fixed.map((group) => group.toSorted())).toEqual([
    published.map(({ name }) => name).toSorted(),
  ]);
  expect(config.access).toBe("public");
  expect(new Set(published.map(({ version }) => version)).size).toBe(1);
});

test("changesets name published packages and bumps", () => {
  for (const path of listFiles(".changeset/*.md")) {
    const [, front = ""] = /^---\n(.*?)\n---\n\n?\S/s.exec(readText(path)) ?? [];
    for (const line of front.split("\n")) {
      const [, name, bump] = /^"(.+)": (\w+)$/.exec(line) ?? [];
      expect({ path, name }).toEqual({
        path,
        name: expect.toBeOneOf(published.map((p) => p.name)),
      });
      expect({ path, bump }).toEqual({ path, bump: expect.toBeOneOf(["major", "minor", "patch"]) });
    }
  }
});

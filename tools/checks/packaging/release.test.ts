import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPackages, root } from "../src/repository.ts";

const runOrThrow = promisify(execFile);
const packages = [...readPackages()];

/** A copy of the repository, with its builds, because a new version writes into many files. */
let copy: string;
const pnpm = (...args: string[]) =>
  runOrThrow("npx", ["-y", "pnpm@10", ...args], { cwd: copy, maxBuffer: 2 ** 26 });
const readCopy = (path: string) => readFile(join(copy, path), "utf8");

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "skale-release-"));
  await cp(root, copy, {
    recursive: true,
    filter: (path) => !["node_modules", ".git", ".tarballs", ".demo"].includes(basename(path)),
  });
  await runOrThrow("git", ["init", "-q", "-b", "main"], { cwd: copy });
  await pnpm("install", "--prefer-offline", "--frozen-lockfile");
});
afterAll(() => rm(copy, { recursive: true }));

describe("a release", () => {
  const readVersion = async () =>
    (JSON.parse(await readCopy("packages/core/package.json")) as { version: string }).version;

  test("release:version gives all packages the next version and a changelog, and freezes the migrations", async () => {
    const before = await readVersion();
    await pnpm(
      "changeset",
      "--minor",
      packages.map(([, { name }]) => name).join(","),
      "-m",
      "A change.",
    );
    await pnpm("release:version");
    const version = await readVersion();
    const [major, minor] = before.split(".").map(Number);
    expect(version).toBe(`${major}.${(minor ?? 0) + 1}.0`);
    for (const [path, { name }] of packages) {
      const manifest = JSON.parse(await readCopy(`${path}/package.json`)) as { version: string };
      expect({ name, version: manifest.version }).toEqual({ name, version });
      expect(await readCopy(`${path}/CHANGELOG.md`)).toContain(`## ${version}\n`);
    }
    expect(
      (await readdir(join(copy, ".changeset"))).filter((name) => name.endsWith(".md")),
    ).toEqual([]);
    const adapter = "packages/supabase-adapter/migrations";
    const releases = JSON.parse(await readCopy(`${adapter}/released.json`)) as { files: object }[];
    const frozen = releases.flatMap(({ files }) => Object.keys(files));
    const migrations = (await readdir(join(copy, adapter))).filter((name) => name.endsWith(".sql"));
    expect(frozen).toEqual(expect.arrayContaining(migrations));
    await pnpm("lint");
  });

  test("a dry run publishes the public packages, and no other", async () => {
    const { stdout } = await pnpm(
      "-r",
      "publish",
      "--dry-run",
      "--no-git-checks",
      "--report-summary",
    );
    const { publishedPackages } = JSON.parse(await readCopy("pnpm-publish-summary.json")) as {
      publishedPackages: { name: string; version: string }[];
    };
    const version = await readVersion();
    expect(
      publishedPackages.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      stdout,
    ).toEqual(
      packages
        .map(([, { name }]) => ({ name, version }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
  });
});

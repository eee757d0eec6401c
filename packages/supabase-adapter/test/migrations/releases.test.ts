import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import {
  checkReleases,
  findUnreleased,
  releaseMigrations,
} from "../../scripts/sql/checkReleases.ts";
import { readReleases } from "../../src/migrations/readReleases.ts";
import { line, release, retired, writeFiles, writePackage } from "./writePackage.ts";

const rule = "Never change a released migration; change sql/ and run `pnpm migrations`.";

it("no released migration of this package has changed", () => {
  const migrations = fileURLToPath(new URL("../../migrations/", import.meta.url));
  expect(checkReleases(migrations)).toEqual([]);
  expect(Object.keys(readReleases(migrations)[0]?.files ?? {})).toHaveLength(8);
});

describe("a package with two versions", () => {
  const [first = "", second = "", third = ""] = Object.keys(line);
  const [old = ""] = Object.keys(retired);
  let migrations: string;
  beforeEach(() => {
    migrations = join(writePackage(), "migrations");
  });
  const problems = () =>
    checkReleases(migrations).map((problem) => problem.replace(` ${rule}`, ""));

  it("has no problems, even with other line ends", () => {
    expect(problems()).toEqual([]);
    const file = join(migrations, second);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("\n", "\r\n"));
    expect(problems()).toEqual([]);
  });

  it.each([second, old])("a changed byte of %s is reported, with the solution", (name) => {
    writeFileSync(join(migrations, name), `${readFileSync(join(migrations, name), "utf8")} `);
    expect(checkReleases(migrations)).toEqual([
      `${name} of ${name === old ? "0.0.0" : "0.1.0"} was changed. ${rule}`,
    ]);
  });

  it("a removed file is reported", () => {
    rmSync(join(migrations, third));
    expect(problems()).toEqual([`${third} of 0.1.0 is missing.`]);
  });

  it("a renamed file is reported", () => {
    const text = readFileSync(join(migrations, first), "utf8");
    rmSync(join(migrations, first));
    writeFiles(migrations, { "20261126000150_skale_calls_preflight.sql": text });
    expect(problems()).toHaveLength(2);
  });

  it("an inserted file is reported, in both series", () => {
    writeFiles(migrations, {
      "20261126000250_skale_calls_inserted.sql": "select 1;",
      "retired/20261102000000_inserted.sql": "select 1;",
    });
    expect(problems()).toEqual([
      "retired/20261102000000_inserted.sql is in no released version.",
      `20261126000250_skale_calls_inserted.sql would run before ${third}, which is released.`,
    ]);
  });

  it("a version is reported when its files sort before those of an earlier version or repeat them", () => {
    const late = { "20261126000250_skale_calls_late.sql": "select 1;" };
    writeFiles(migrations, {
      ...late,
      "released.json": JSON.stringify([
        release("0.0.0", retired),
        release("0.1.0", line),
        release("0.2.0", { ...late, [first]: line[first as keyof typeof line] }),
      ]),
    });
    expect(problems()).toEqual([
      `20261126000250_skale_calls_late.sql of 0.2.0 sorts before ${third}, which was released earlier.`,
      `${first} is in two versions.`,
    ]);
  });

  it("a new file is unreleased until its release, and never changes after it", () => {
    const name = "20261127000000_skale_calls_more.sql";
    expect(() => releaseMigrations(migrations, "0.2.0")).toThrow("no unreleased migration");
    writeFiles(migrations, { [name]: "select 'more';\n" });
    expect(findUnreleased(migrations)).toEqual([name]);
    expect(problems()).toEqual([]);
    expect(() => releaseMigrations(migrations, "0.1.0")).toThrow("0.1.0 is already released");
    expect(() => releaseMigrations(migrations, "next")).toThrow("next is not a version");
    expect(releaseMigrations(migrations, "0.2.0")).toEqual([name]);
    expect(findUnreleased(migrations)).toEqual([]);
    expect(readReleases(migrations).map(({ version }) => version)).toEqual([
      "0.0.0",
      "0.1.0",
      "0.2.0",
    ]);
    writeFiles(migrations, { [name]: "select 'less';\n" });
    expect(problems()).toEqual([`${name} of 0.2.0 was changed.`]);
  });
});

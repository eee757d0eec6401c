import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../src/cli.ts";
import { readMigrations } from "./applyMigrations.ts";

const prerequisites = "20261101000000_whatsapp_calls_prerequisites.sql";
const all = readMigrations();
const withoutPrerequisites = all.filter(({ name }) => name !== prerequisites);

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "skale-migrations-"));
  dir = join(root, "supabase", "migrations");
});
afterEach(() => rmSync(root, { recursive: true }));

function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = runCli(["--dir", dir, ...args], {
    log: (text) => out.push(text),
    error: (text) => err.push(text),
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const readDir = () =>
  readdirSync(dir)
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(dir, name), "utf8") }));

describe("skale-calls-migrations", () => {
  it("copies every migration but the prerequisites, and says so", () => {
    const { code, out, err } = run();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(readDir()).toEqual(withoutPrerequisites);
    for (const { name } of withoutPrerequisites) expect(out).toContain(`copied      ${name}`);
    expect(out).toContain(
      `copied ${withoutPrerequisites.length} of ${withoutPrerequisites.length}`,
    );
  });

  it("copies the prerequisites when asked", () => {
    expect(run("--with-prerequisites").code).toBe(0);
    expect(readDir()).toEqual(all);
  });

  it("copies only what is missing, line ends aside", () => {
    run();
    const [first, second] = readDir();
    rmSync(join(dir, first?.name ?? ""));
    writeFileSync(join(dir, second?.name ?? ""), second?.sql.replaceAll("\n", "\r\n") ?? "");
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain(`copied 1 of ${withoutPrerequisites.length}`);
    expect(out).toContain(`unchanged   ${second?.name}`);
    expect(run().out).toContain("has all migrations already");
    expect(readFileSync(join(dir, second?.name ?? ""), "utf8")).toContain("\r\n");
  });

  it("leaves a file that differs as it is, copies nothing beside it, and fails", () => {
    run();
    const [first, second] = readDir();
    writeFileSync(join(dir, first?.name ?? ""), "-- ours\n");
    rmSync(join(dir, second?.name ?? ""));
    const { code, out, err } = run();
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("Nothing was copied");
    expect(err).toContain(`differs   ${first?.name}`);
    expect(readFileSync(join(dir, first?.name ?? ""), "utf8")).toBe("-- ours\n");
    expect(existsSync(join(dir, second?.name ?? ""))).toBe(false);
  });

  it("only tells with --dry-run", () => {
    const { code, out } = run("--dry-run");
    expect(code).toBe(0);
    expect(out).toContain(`would copy  ${withoutPrerequisites[0]?.name}`);
    expect(existsSync(dir)).toBe(false);
  });

  it("explains itself with --help and refuses arguments it does not know", () => {
    expect(run("--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("--with-prerequisites"),
    });
    expect(run("--force")).toMatchObject({ code: 2, err: expect.stringContaining("--force") });
    expect(existsSync(dir)).toBe(false);
  });

  it("fails clearly where it cannot write", () => {
    writeFileSync(join(root, "supabase"), "a file");
    expect(run()).toMatchObject({ code: 1, err: expect.stringContaining("could not be copied") });
  });
});

import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../src/cli.ts";
import { host, line, makeFolder, retired, writeFiles, writePackage } from "./writePackage.ts";

const [preflight = "", tables = "", access = ""] = Object.values(line);
const [retiredText = ""] = Object.values(retired);
const now = new Date("2026-11-26T08:15:00.900Z");

let packageDir: string;
let root: string;
let dir: string;
beforeEach(() => {
  packageDir = writePackage();
  root = join(packageDir, "project");
  dir = join(root, "supabase/migrations");
});

function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { log: (text: string) => out.push(text), error: (text: string) => err.push(text) };
  const code = runCli(["--dir", dir, ...args], { output, packageDir, now });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const put = (files: Readonly<Record<string, string>>) => writeFiles(dir, files);

/** The project's files by name. */
const readProject = () =>
  Object.fromEntries(
    readdirSync(dir)
      .sort()
      .map((name) => [name, readFileSync(join(dir, name), "utf8")]),
  );

const copied = {
  "20261126081500_skale_calls_preflight.sql": preflight,
  "20261126081502_skale_calls_host.sql": host["host.sql"],
  "20261126081503_skale_calls_tables.sql": tables,
  "20261126081504_skale_calls_supabase_access.sql": access,
};

describe("copying", () => {
  it("copies the host's file and the migrations into an empty project, stamped now, and prints the next steps", () => {
    const { code, out, err } = run();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(readProject()).toEqual(copied);
    for (const name of Object.keys(copied)) expect(out).toContain(`  copied      ${name}\n`);
    expect(out).toContain(`Copied 4 files to ${dir}.`);
    expect(out).toContain(`1. Edit ${dir}/20261126081502_skale_calls_host.sql`);
    expect(out).toContain("--with-host-tables creates them");
    expect(out.match(/(?<=\d\. npx )supabase [^\n]*?(?= {2})/g)).toEqual([
      "supabase init",
      "supabase login",
      "supabase link <project-ref>",
      "supabase db push --remote",
    ]);
    expect(out).toContain("Stamped with the current time (UTC)");
    expect(out).not.toContain("--include-all");
  });

  it("suggests supabase init only if there is no config.toml", () => {
    writeFiles(root, { "supabase/config.toml": "" });
    expect(run().out).not.toContain("supabase init");
  });

  it("does nothing a second time, and says so", () => {
    run();
    const { code, out } = run();
    expect(out).not.toContain("Next:");
    expect(code).toBe(0);
    expect(out).toContain(`${dir} has all migrations already.`);
    expect(out).toContain("yours       20261126081502_skale_calls_host.sql");
    expect(out).toContain("unchanged   20261126081503_skale_calls_tables.sql");
    expect(readProject()).toEqual(copied);
  });

  it("adds the host's tables before the host's file on request", () => {
    expect(run("--with-host-tables").code).toBe(0);
    expect(Object.keys(readProject())).toEqual([
      "20261126081500_skale_calls_host_tables.sql",
      "20261126081501_skale_calls_preflight.sql",
      "20261126081503_skale_calls_host.sql",
      "20261126081504_skale_calls_tables.sql",
      "20261126081505_skale_calls_supabase_access.sql",
    ]);
    expect(run("--with-host-tables").out).toContain("has all migrations already");
  });

  it("copies the host's tables before the host's file after the preflight reported them missing", () => {
    run();
    const { code, out } = run("--with-host-tables");
    expect(code).toBe(0);
    expect(readProject()).toEqual({
      ...copied,
      "20261126081501_skale_calls_host_tables.sql": host["tables.sql"],
    });
    expect(out).toContain(
      "It runs before 20261126081502_skale_calls_host.sql, which works as long as that file has not been applied.",
    );
  });

  it("does not copy the host's tables when there is no free second for them", () => {
    run();
    put({ "20261126081501_leads.sql": "select 1;" });
    const { code, err } = run("--with-host-tables");
    expect(code).toBe(1);
    expect(err).toContain("is not free for its stamp");
    expect(Object.keys(readProject())).toHaveLength(5);
  });

  it("leaves out the files for Supabase alone with --postgres", () => {
    const { code, out } = run("--postgres");
    expect(code).toBe(0);
    const { "20261126081504_skale_calls_supabase_access.sql": _, ...portable } = copied;
    expect(readProject()).toEqual(portable);
    expect(out).toContain("psql");
    expect(out).not.toContain("supabase db push");
    expect(run("status", "--postgres").code).toBe(0);
    expect(run("status").code).toBe(1);
    expect(run("--postgres", "--with-host-tables").code).toBe(2);
  });

  it("stamps copies after the project's newest migration, even if its stamp is in the future", () => {
    put({ "20270228235959_leads.sql": "select 1;", "20260101000000_first.sql": "select 2;" });
    const { code, out } = run();
    expect(code).toBe(0);
    expect(Object.keys(readProject())).toEqual([
      "20260101000000_first.sql",
      "20270228235959_leads.sql",
      "20270301000000_skale_calls_preflight.sql",
      "20270301000002_skale_calls_host.sql",
      "20270301000003_skale_calls_tables.sql",
      "20270301000004_skale_calls_supabase_access.sql",
    ]);
    expect(out).toContain(
      "Stamped to run after the newest existing migration, 20270228235959_leads.sql: db push needs no --include-all.",
    );
  });

  it("copies only new files, after the project's newest migration", () => {
    run();
    put({ "20261201000000_leads.sql": "select 1;" });
    writeFiles(packageDir, {
      "migrations/20261130000000_skale_calls_more.sql": "select 'more';\n",
      "migrations/20261130000001_skale_calls_supabase_more.sql": "select 'supabase';\n",
    });
    expect(run("status")).toMatchObject({ code: 1, out: expect.stringContaining("2 missing.") });
    expect(run().code).toBe(0);
    expect(Object.keys(readProject()).slice(-3)).toEqual([
      "20261201000000_leads.sql",
      "20261201000001_skale_calls_more.sql",
      "20261201000002_skale_calls_supabase_more.sql",
    ]);
    expect(run("status").code).toBe(0);
  });

  it("refuses when no date sorts after a project's migration", () => {
    put({ "99_last.sql": "select 1;" });
    const { code, err } = run();
    expect(code).toBe(1);
    expect(err).toContain("99_last.sql sorts after every date");
    expect(Object.keys(readProject())).toEqual(["99_last.sql"]);
  });

  it("recognises copies by their content: renamed, restamped, with CRLF", () => {
    put({
      "20200101000000_anything.sql": preflight,
      "20200101000001_else.sql": tables.replaceAll("\n", "\r\n"),
      "20200101000002_skale_calls_tables.sql": access,
      "20190101000000_mi_skale_calls_host.sql": "-- nothing of the shipped one\r\n",
    });
    const before = readProject();
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain("has all migrations already");
    expect(out).toContain("yours       20190101000000_mi_skale_calls_host.sql");
    expect(out).toContain("unchanged   20200101000001_else.sql");
    expect(readProject()).toEqual(before);
  });

  it("leaves the retired series in place, and copies the current migrations after it", () => {
    put({ "20261101000000_renamed.sql": retiredText.replaceAll("\n", "\r\n") });
    const { code, out } = run();
    expect(code).toBe(0);
    expect(out).toContain("retired     20261101000000_renamed.sql");
    expect(out).toContain("The retired files stay in place");
    expect(readProject()).toEqual({
      "20261101000000_renamed.sql": retiredText.replaceAll("\n", "\r\n"),
      ...copied,
    });
  });

  it("copies nothing when a copy was edited, and says what to do", () => {
    run();
    rmSync(join(dir, "20261126081504_skale_calls_supabase_access.sql"));
    writeFileSync(join(dir, "20261126081503_skale_calls_tables.sql"), "-- ours\n");
    const before = readProject();
    const { code, out, err } = run();
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("Nothing was copied. Migrations of SKALE Calls were edited here:");
    expect(err).toContain("  edited    20261126081503_skale_calls_tables.sql");
    expect(err).toContain("a later migration of your own");
    expect(readProject()).toEqual(before);
  });

  it("copies nothing when a file is present twice, because an old version could run after a newer one", () => {
    run();
    rmSync(join(dir, "20261126081504_skale_calls_supabase_access.sql"));
    put({ "20270101000000_again.sql": tables.replaceAll("\n", "\r\n") });
    const before = readProject();
    const { code, err } = run();
    expect(code).toBe(1);
    expect(err).toContain("  twice     20261126081503_skale_calls_tables.sql");
    expect(err).toContain("  twice     20270101000000_again.sql");
    expect(readProject()).toEqual(before);
    expect(run("status")).toMatchObject({ code: 1, out: expect.stringContaining("1 twice. ") });
  });

  it("distinguishes two files with the same text by their order", () => {
    writeFiles(packageDir, { "migrations/20261130000000_skale_calls_again.sql": tables });
    put({ "20261001000000_skale_calls_host.sql": "", "20261002000000_a.sql": preflight });
    put({ "20261003000000_b.sql": tables, "20261004000000_c.sql": access });
    expect(run("status")).toMatchObject({ code: 1, out: expect.stringContaining("1 missing.") });
    expect(run().code).toBe(0);
    expect(Object.keys(readProject()).at(-1)).toBe("20261126081500_skale_calls_again.sql");
    expect(run("status").code).toBe(0);
  });

  it("ignores files without a version in their names, which Supabase does not run", () => {
    put({ "tables.sql": tables });
    expect(run().out).toContain("Copied 4 files");
    expect(Object.keys(readProject())).toHaveLength(5);
    expect(run("status").code).toBe(0);
  });

  it("copies the files that --postgres left out when a project moves to Supabase, even after newer files", () => {
    run("--postgres");
    writeFiles(packageDir, {
      "migrations/20261130000000_skale_calls_more.sql": "select 'more';\n",
    });
    run("--postgres");
    expect(run().code).toBe(0);
    expect(Object.keys(readProject()).at(-1)).toBe(
      "20261126081505_skale_calls_supabase_access.sql",
    );
    expect(run("status").code).toBe(0);
  });

  it("does not copy the preflight after a host's file that calls it", () => {
    put({ "20261105000000_skale_calls_host.sql": "-- mine" });
    const { code, err } = run();
    expect(code).toBe(1);
    expect(err).toContain("Move 20261105000000_skale_calls_host.sql out of the folder");
    expect(Object.keys(readProject())).toHaveLength(1);
  });

  it("copies the host's file after a preflight without a host's file", () => {
    put({ "20261105000000_skale_calls_preflight.sql": preflight });
    expect(run().code).toBe(0);
    expect(Object.keys(readProject())).toEqual([
      "20261105000000_skale_calls_preflight.sql",
      "20261126081501_skale_calls_host.sql",
      "20261126081502_skale_calls_tables.sql",
      "20261126081503_skale_calls_supabase_access.sql",
    ]);
  });

  it("copies nothing when a missing file would run too late", () => {
    run();
    rmSync(join(dir, "20261126081503_skale_calls_tables.sql"));
    const before = readProject();
    const { code, err } = run();
    expect(code).toBe(1);
    expect(err).toContain(
      "skale_calls_tables.sql is missing, but the later file 20261126081504_skale_calls_supabase_access.sql is present.",
    );
    expect(err).toContain("has not been applied to any database: delete these files");
    expect(readProject()).toEqual(before);
    rmSync(join(dir, "20261126081504_skale_calls_supabase_access.sql"));
    expect(run().code).toBe(0);
    expect(readProject()).toEqual(copied);
  });

  it("does not copy the host's file over one that was renamed", () => {
    run();
    renameSync(
      join(dir, "20261126081502_skale_calls_host.sql"),
      join(dir, "20261126081500_organisation.sql"),
    );
    const { code, err } = run();
    expect(code).toBe(1);
    expect(err).toContain("a file whose name ends in _skale_calls_host.sql");
    expect(Object.keys(readProject())).toHaveLength(4);
  });

  it("writes nothing with --dry-run", () => {
    const { code, out } = run("--dry-run");
    expect(code).toBe(0);
    expect(out).toContain("would copy  20261126081502_skale_calls_host.sql");
    expect(out).toContain("Nothing was written: this was a dry run.");
    expect(readdirSync(packageDir)).not.toContain("project");
  });
});

describe("status", () => {
  const rows = (out: string) =>
    out.split("\n").map((row) => row.split(/ {2,}/).filter((cell) => cell !== ""));

  it("shows which files are missing, copied (with their names), retired, edited, and the host's own", () => {
    put({
      "20261101000000_old.sql": retiredText,
      "20261105000000_skale_calls_host.sql": "-- mine",
      "20261106000000_renamed.sql": preflight,
      "20261107000000_skale_calls_tables.sql": "-- edited",
      "20261108000000_leads.sql": "select 1;",
    });
    const { code, out } = run("status");
    expect(code).toBe(1);
    expect(rows(out)).toEqual([
      ["file", "state", `in ${dir}`],
      ["skale_calls_host_tables.sql", "optional"],
      ["skale_calls_preflight.sql", "copied", "20261106000000_renamed.sql"],
      ["skale_calls_host.sql", "yours", "20261105000000_skale_calls_host.sql"],
      ["skale_calls_tables.sql", "edited", "20261107000000_skale_calls_tables.sql"],
      ["skale_calls_supabase_access.sql", "missing"],
      ["retired", "20261101000000_old.sql"],
      [`1 other file in ${dir} is your own.`],
      ["1 missing. skale-calls-migrations copies the missing files."],
      [expect.stringMatching(/^1 edited\. /)],
    ]);
  });

  it("reports an edit in the retired series and still succeeds", () => {
    run();
    put({ "20261101000000_whatsapp_calls_tables.sql": "select 'edited';" });
    const { code, out } = run("status");
    expect(code).toBe(0);
    expect(out).toMatch(/ {2}retired, edited {2}20261101000000_whatsapp_calls_tables\.sql\n/);
  });

  it("returns 1 for an empty project, and 0 for a complete one", () => {
    expect(run("status").code).toBe(1);
    run();
    const { code, out } = run("status");
    expect(code).toBe(0);
    expect(out).toMatch(/\nComplete\.$/);
  });
});

describe("arguments", () => {
  it("explains itself with --help", () => {
    expect(run("--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("--with-host-tables"),
    });
  });

  it.each([
    [["--force"], "--force"],
    [["copy"], "Unknown command: copy"],
    [["status", "now"], "Unknown command: status now"],
    [["--with-prerequisites"], "--with-prerequisites is now called --with-host-tables."],
  ])("refuses %j", (args, said) => {
    expect(run(...args)).toMatchObject({ code: 2, err: expect.stringContaining(said) });
    expect(readdirSync(packageDir)).not.toContain("project");
  });
});

describe("when it cannot read or write", () => {
  it("reports a file in place of the folder", () => {
    writeFiles(root, { supabase: "a file" });
    expect(run()).toMatchObject({
      code: 1,
      err: expect.stringContaining(`could not be copied to ${dir}: ENOTDIR`),
    });
    rmSync(join(root, "supabase"));
    writeFiles(root, { "supabase/migrations": "a file" });
    expect(run().code).toBe(1);
    expect(run("status")).toMatchObject({ code: 1, err: expect.stringContaining("ENOTDIR") });
  });

  it("reports a folder without write permission", () => {
    put({ "20260101000000_first.sql": "select 1;" });
    chmodSync(packageDir, 0o755);
    chmodSync(dir, 0o555);
    const isRoot = process.geteuid?.() === 0;
    // Root may write to any folder.
    if (isRoot) process.seteuid?.(65534);
    try {
      expect(run()).toMatchObject({
        code: 1,
        err: expect.stringMatching(/could not be copied to .*: EACCES/),
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(dir, 0o755);
    }
    expect(Object.keys(readProject())).toEqual(["20260101000000_first.sql"]);
  });

  it("removes all copies when one cannot be written", () => {
    put({ "20260101000000_first.sql": "select 1;" });
    // A folder is not a migration, but it occupies the name.
    const taken = "20261126081503_skale_calls_tables.sql";
    mkdirSync(join(dir, taken));
    expect(run()).toMatchObject({ code: 1, err: expect.stringContaining("EEXIST") });
    expect(readdirSync(dir).sort()).toEqual(["20260101000000_first.sql", taken]);
  });

  it("does not treat a folder as empty when one of its files cannot be read", () => {
    run();
    symlinkSync(join(root, "nowhere"), join(dir, "20270101000000_lost.sql"));
    expect(run()).toMatchObject({ code: 1, err: expect.stringContaining("ENOENT") });
    expect(readdirSync(dir)).toHaveLength(5);
  });
});

it("refuses to start a project in a wrong folder, unless --dir names the folder", () => {
  const cwd = makeFolder();
  const err: string[] = [];
  const output = { log() {}, error: (text: string) => err.push(text) };
  expect(runCli([], { output, packageDir, now, cwd })).toBe(1);
  expect(runCli(["status"], { output, packageDir, now, cwd })).toBe(1);
  expect(err[0]).toContain("npx supabase init");
  expect(readdirSync(cwd)).toEqual([]);
  writeFiles(cwd, { "supabase/config.toml": "" });
  expect(runCli([], { output, packageDir, now, cwd })).toBe(0);
  expect(readdirSync(join(cwd, "supabase/migrations"))).toHaveLength(4);
});

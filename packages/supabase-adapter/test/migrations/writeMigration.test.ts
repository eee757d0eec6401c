import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { releaseMigrations } from "../../scripts/sql/checkReleases.ts";
import { refreshProject } from "../../scripts/sql/refreshProject.ts";
import { header, writeMigration } from "../../scripts/sql/writeMigration.ts";
import { readSqlFiles } from "../../src/migrations/sqlFile.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { readSchema } from "./readSchema.ts";
import { makeFolder, writeFiles } from "./writePackage.ts";

const ownPackage = fileURLToPath(new URL("../../", import.meta.url));

describe("this package's migrations match sql/", () => {
  it("by its statements; if not, run `pnpm migrations`", () => {
    expect(writeMigration({ packageDir: ownPackage, check: true })).toEqual([]);
  });

  it("by the catalog: running sql/ again changes nothing", async () => {
    const { sql, drop } = await createMigratedDatabase();
    try {
      const before = await readSchema(sql, "%");
      await sql.unsafe("set check_function_bodies = off");
      for (const folder of ["sql", "sql/supabase"]) {
        const files = readSqlFiles(join(ownPackage, folder));
        expect(files.length).toBeGreaterThan(2);
        for (const { text } of files) await sql.unsafe(text);
      }
      expect(await readSchema(sql, "%")).toEqual(before);
    } finally {
      await drop();
    }
  });
});

const tables = "create schema s;\ncreate table public.t (a int);\n";
const key =
  "-- The key.\ncreate or replace function s.key(a int) returns int language sql as $$ select a $$;\n";
const policy =
  'drop policy if exists "See" on public.t;\n\n-- Who sees.\ncreate policy "See" on public.t for select using (s.key(a) = 1);\n';

let packageDir: string;
beforeEach(() => {
  packageDir = makeFolder();
  writeFiles(packageDir, {
    "migrations/20261101000000_skale_calls_tables.sql": tables,
    "migrations/released.json": "[]",
    "host/host.sql": "-- host\n",
    "host/tables.sql": "-- tables\n",
  });
});

const source = (portable: string, supabase = "") =>
  writeFiles(packageDir, { "sql/a.sql": portable, "sql/supabase/b.sql": supabase });
const write = (options: { name?: string; check?: boolean; day?: number } = {}) =>
  writeMigration({ packageDir, now: new Date(Date.UTC(2026, 10, options.day ?? 27)), ...options });
const release = (version = "0.1.0") => releaseMigrations(join(packageDir, "migrations"), version);
const read = (name: string) => readFileSync(join(packageDir, "migrations", name), "utf8");
const files = () => readSqlFiles(join(packageDir, "migrations")).map(({ name }) => name);

describe("the next migration", () => {
  it("contains the new statements with their comments, portable and Supabase's in separate files", () => {
    source(key, policy);
    expect(write({ name: "first" })).toEqual([
      { name: "20261127000000_skale_calls_first.sql", state: "new" },
      { name: "20261127000001_skale_calls_supabase_first.sql", state: "new" },
    ]);
    expect(read("20261127000000_skale_calls_first.sql")).toBe(
      `${header}\n\n-- These functions refer to each other in any order.\nset check_function_bodies = off;\n\n${key}\nreset check_function_bodies;\n`,
    );
    expect(read("20261127000001_skale_calls_supabase_first.sql")).toBe(`${header}\n\n${policy}`);
    expect(write()).toEqual([]);
  });

  it("is not written for changes of comments and white space, or with --check", () => {
    source(key);
    write();
    release();
    source(key.replace("-- The key.", "/* Another comment; */").replaceAll(" int ", "\n  int  "));
    expect(write()).toEqual([]);
    source(key.replace("select a", "select a + 1"));
    const before = files().map(read);
    expect(write({ check: true })).toEqual([
      { name: "20261127000001_skale_calls_changes_2.sql", state: "new" },
    ]);
    expect(files().map(read)).toEqual(before);
  });

  it("is rewritten in place until it is released, and removed when nothing differs", () => {
    source(key);
    write();
    source(key, policy);
    expect(write({ day: 28 })).toEqual([
      { name: "20261128000001_skale_calls_supabase_changes.sql", state: "new" },
    ]);
    source(key.replace("select a", "select 2"), policy);
    expect(write({ day: 29 })).toEqual([
      { name: "20261127000000_skale_calls_changes.sql", state: "changed" },
    ]);
    expect(read("20261127000000_skale_calls_changes.sql")).toContain("select 2");
    source("", "");
    expect(write().map(({ state }) => state)).toEqual(["needless", "needless"]);
    expect(files()).toEqual(["20261101000000_skale_calls_tables.sql"]);
  });

  it("sorts after a released migration and has another name", () => {
    source(key);
    write();
    release();
    const before = read("20261127000000_skale_calls_changes.sql");
    source(key.replace("select a", "select 2"), policy);
    expect(write({ day: 1 })).toEqual([
      { name: "20261127000001_skale_calls_changes_2.sql", state: "new" },
      { name: "20261127000002_skale_calls_supabase_changes_2.sql", state: "new" },
    ]);
    expect(read("20261127000000_skale_calls_changes.sql")).toBe(before);
    expect(() => write({ name: "My name" })).toThrow("My name is not a valid name");
  });

  it("sorts Supabase's file after a portable file that is written later", () => {
    source("", policy.replace("s.key(a)", "a"));
    write();
    expect(files()).toContain("20261127000001_skale_calls_supabase_changes.sql");
    source(key, policy);
    write({ day: 28 });
    expect(files().slice(1)).toEqual([
      "20261128000000_skale_calls_changes.sql",
      "20261128000001_skale_calls_supabase_changes.sql",
    ]);
  });

  it("drops removed objects, after their dependents", () => {
    source(key, policy);
    write();
    release();
    source("", policy.replace("s.key(a)", "a"));
    write({ day: 28 });
    expect(read("20261128000000_skale_calls_changes_2.sql")).toBe(
      `${header}\n\ndrop policy if exists "See" on public.t;\n\ndrop function if exists s.key(pg_catalog.int4);\n`,
    );
    expect(read("20261128000001_skale_calls_supabase_changes_2.sql")).toContain("using (a = 1);");
  });

  it("drops a function whose arguments or result changed before it creates and grants it again", () => {
    const grants = "revoke execute on function s.key from public, anon;\n";
    source(key, `${policy}${grants}`);
    write();
    release();
    source(
      key.replace("(a int)", "(a int, b text[])").replace("returns int", "returns bigint"),
      `${policy}${grants}`,
    );
    write({ day: 28 });
    const portable = read("20261128000000_skale_calls_changes_2.sql");
    expect(portable).toMatch(
      /drop policy if exists "See" on public\.t;\n\ndrop function if exists s\.key\(pg_catalog\.int4\);\n[\s\S]*create or replace function s\.key\(a int, b text\[\]\)/,
    );
    const supabase = read("20261128000001_skale_calls_supabase_changes_2.sql");
    expect(supabase).toContain('create policy "See"');
    expect(supabase).toContain(grants);
  });

  it("repeats all grants and revokes when one of them changed or a function is new", () => {
    const grants =
      "revoke all on public.t from public, anon;\n\ngrant select on public.t to anon;\n";
    source(key, grants);
    write();
    release();
    source(key, grants.replace("grant select", "grant select, update"));
    write({ day: 28 });
    expect(read("20261128000001_skale_calls_supabase_changes_2.sql")).toContain(
      grants.replace("grant select", "grant select, update"),
    );
    release("0.2.0");
    source(
      `${key}${key.replace("s.key", "s.other")}`,
      grants.replace("grant select", "grant select, update"),
    );
    write({ day: 29 });
    expect(files().slice(-2)).toEqual([
      "20261129000000_skale_calls_changes_3.sql",
      "20261129000001_skale_calls_supabase_changes_3.sql",
    ]);
  });

  it.each([
    ["granted", "grant select on public.t to anon;"],
    ["revoked", "revoke select on public.t from anon;"],
  ])("is refused when sql/ no longer mentions a privilege that was %s", (done, sql) => {
    source(key, sql);
    write();
    release();
    source(key, "");
    expect(() => write()).toThrow(
      `sql/ no longer grants or revokes select on table public.t for anon, which a migration ${done}: write a grant or a revoke.`,
    );
  });

  it("runs a do block that no migration has run, including migrations written by hand", () => {
    source("do $$ begin end $$;");
    write();
    release();
    writeFiles(packageDir, {
      "migrations/20261128000000_skale_calls_hand.sql": `${key}do $$ begin; end $$;`,
    });
    source(`do $$ begin end $$;\n${key}do $$ begin; end $$;`);
    expect(write({ day: 29 })).toEqual([]);
    source(`do $$ begin end $$;\n${key}do $$ begin null; end $$;`);
    write({ day: 29 });
    expect(read("20261129000000_skale_calls_changes_2.sql")).toBe(
      `${header}\n\ndo $$ begin null; end $$;\n`,
    );
  });
});

describe("sql/ is refused", () => {
  it.each([
    ["create table public.u (a int);", "sql/ holds functions, views, triggers"],
    ["comment on table public.t is 'x';", "sql/ holds functions, views, triggers"],
    ["grant all (a) on public.t to anon;", "sql/ holds functions, views, triggers"],
    [key.replace(" or replace", ""), 'Write "create or replace"'],
    [`${key}${key}`, "There is a second function s.key"],
    [`${key}${key.replace("a int", "a text")}`, "There is a second function s.key"],
    [
      "create function s.f() returns int language sql begin atomic select 1; end;",
      'Write "create or replace"',
    ],
    [
      "create or replace function s.f() returns int language sql begin atomic select 1; end;",
      "Write the body as a string",
    ],
    ['create policy "See" on public.t;', 'Write "drop policy if exists" before it'],
    [
      'drop policy if exists "Other" on public.t; create policy "See" on public.t;',
      'Write "drop policy if exists" before it',
    ],
    [`drop function if exists s.old(int); ${key}`, "The drop before it is for another object"],
    ['drop policy if exists "See" on public.t;', "nothing comes after the drop"],
    [
      "alter table public.t add constraint c check (a > 0);",
      "sql/ holds functions, views, triggers",
    ],
    ["alter table public.t drop constraint if exists c;", "For a table, sql/ may contain"],
    ["alter table public.t disable row level security;", "For a table, sql/ may contain"],
    ["alter policy a on public.t rename to b;", "Drop it and create it again"],
    ["alter function s.key(int) stable;", "Drop it and create it again"],
    ["selec 1;", 'a.sql:1: syntax error at or near "selec"'],
  ])("%s", (sql, message) => {
    source(sql);
    expect(() => write()).toThrow(message);
    expect(files()).toHaveLength(1);
  });

  it("when it no longer contains row security, because that needs a decision", () => {
    source("", "alter table public.t enable row level security;");
    write();
    release();
    source("", "");
    expect(() => write()).toThrow("sql/ no longer contains row security of public.t");
    writeFiles(packageDir, {
      "migrations/20261129000000_skale_calls_off.sql":
        "alter table public.t disable row level security;",
    });
    expect(write()).toEqual([]);
  });
});

describe("the example's copies", () => {
  const project = () =>
    readSqlFiles(join(packageDir, "project")).map(({ name, text }) => [name.slice(15), text]);

  it("follow unreleased migrations under their names, and keep released ones", () => {
    source(key);
    write();
    const dir = join(packageDir, "project");
    expect(refreshProject(packageDir, dir)).toHaveLength(4);
    const names = readSqlFiles(dir).map(({ name }) => name);
    expect(refreshProject(packageDir, dir)).toEqual([]);
    source(key.replace("select a", "select 2"));
    write();
    writeFiles(packageDir, { "host/host.sql": "-- another host\n" });
    expect(refreshProject(packageDir, dir)).toEqual([names[2], names[3]]);
    expect(readSqlFiles(dir).map(({ name }) => name)).toEqual(names);
    expect(project()).toEqual([
      ["skale_calls_host_tables.sql", "-- tables\n"],
      ["skale_calls_tables.sql", tables],
      ["skale_calls_host.sql", "-- another host\n"],
      ["skale_calls_changes.sql", read("20261127000000_skale_calls_changes.sql")],
    ]);
    source("");
    write();
    refreshProject(packageDir, dir);
    expect(project()).toHaveLength(3);
    rmSync(dir, { recursive: true });
  });
});

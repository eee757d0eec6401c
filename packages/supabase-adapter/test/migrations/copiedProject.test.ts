import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDatabase, type TestDatabase } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCli } from "../../src/cli.ts";
import { createMigratedDatabase, readHostFile, readMigrations } from "../applyMigrations.ts";
import { readFixture } from "../readFixture.ts";
import { readReleases } from "./readReleases.ts";
import { readSchema } from "./readSchema.ts";
import { makeFolder, writeFiles } from "./writePackage.ts";

/** The host's own migrations, with later stamps than all of ours. */
const hostTables = { "20990101000000_organisation.sql": readHostFile("tables") };
const [retired] = readReleases();

let dir: string;
let database: TestDatabase;
beforeEach(async () => {
  dir = join(makeFolder(), "supabase/migrations");
  mkdirSync(dir, { recursive: true });
  database = await createDatabase();
});
afterEach(() => database.drop());

function run(...args: string[]): { code: number; said: string } {
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  const code = runCli(["--dir", dir, ...args], { output: { log: say, error: say } });
  return { code, said: said.join("\n") };
}

const filesOf = (folder: string): string[] => readdirSync(folder).sort();

/** Like `supabase db push`: applies each unapplied file as a whole, in the order of the names. */
async function push(sql: Sql, applied = new Set<string>()): Promise<void> {
  for (const name of filesOf(dir)) {
    if (applied.has(name)) continue;
    const newest = [...applied].sort().at(-1) ?? "";
    if (name < newest) throw new Error(`${name} sorts before ${newest}: --include-all`);
    const text = readFileSync(join(dir, name), "utf8");
    await sql.begin((transaction) => transaction.unsafe(text));
    applied.add(name);
  }
}

async function expectFreshSchema(): Promise<void> {
  const fresh = await createMigratedDatabase();
  try {
    const names = "whatsapp\\_call%";
    expect(await readSchema(database.sql, names)).toEqual(await readSchema(fresh.sql, names));
  } finally {
    await fresh.drop();
  }
}

it.each<[string, Record<string, string>]>([
  [
    "of a CRM with newer migrations than ours",
    {
      "20270101000000_crm.sql": readFixture("crmHost.sql"),
      "20270102000000_more.sql": "create table public.notes (id int);",
    },
  ],
  [
    "that has the retired series, and a newer migration",
    {
      ...Object.fromEntries(
        (retired?.files ?? []).map(({ name, sql }) => [name.replace("retired/", ""), sql]),
      ),
      "20270102000000_more.sql": "create table public.notes (id int);",
    },
  ],
  ["that is empty", {}],
])("a project %s runs our copies after its own files", async (_, own) => {
  writeFiles(dir, own);
  const { code, said } = run("--with-host-tables");
  expect(code, said).toBe(0);
  const names = filesOf(dir);
  expect(names.slice(0, Object.keys(own).length)).toEqual(Object.keys(own));
  expect(names.length).toBeGreaterThanOrEqual(Object.keys(own).length + 7);
  await push(database.sql);
  await expectFreshSchema();

  writeFiles(dir, { "20280101000000_later.sql": "create table public.later (id int);" });
  expect(run().said).toContain(`${dir} has all migrations already.`);
  expect(run("status").code).toBe(0);
  for (const [name, text] of Object.entries(own)) {
    expect(readFileSync(join(dir, name), "utf8")).toBe(text);
  }
});

it("a host with newer migrations pushes the copies after them, and a fresh database runs the whole folder", async () => {
  writeFiles(dir, hostTables);
  const applied = new Set<string>();
  await push(database.sql, applied);
  expect(run().code).toBe(0);
  await push(database.sql, applied);
  // The host's own migrations, the host's file of functions, and our migrations.
  expect(applied.size).toBe(2 + readMigrations().length);
  await expectFreshSchema();
  const another = await createDatabase();
  try {
    await push(another.sql);
  } finally {
    await another.drop();
  }
});

it("a host's file that does not fit fails as a whole, and can be corrected and pushed again", async () => {
  writeFiles(dir, hostTables);
  run();
  const host = readdirSync(dir).find((name) => name.endsWith("_skale_calls_host.sql")) ?? "";
  const text = readFileSync(join(dir, host), "utf8");
  writeFileSync(join(dir, host), text.replace("from public.leads l", "from public.customers l"));
  const applied = new Set<string>();
  await expect(push(database.sql, applied)).rejects.toThrow("customers");
  writeFileSync(join(dir, host), text);
  expect(run().code).toBe(0);
  await push(database.sql, applied);
  await expectFreshSchema();
});

it("a project without an organisation's tables gets an error that names the flag, and with it pushes without --include-all", async () => {
  expect(run().code).toBe(0);
  const applied = new Set<string>();
  await expect(push(database.sql, applied)).rejects.toMatchObject({
    message: expect.stringMatching(/does not fit this database[\s\S]*--with-host-tables/),
  });
  expect(applied.size).toBe(1);
  expect(run("--with-host-tables").code).toBe(0);
  await push(database.sql, applied);
  await expectFreshSchema();
});

it("a project with the restamped retired series runs the current migrations after it", async () => {
  const restamped = (retired?.files ?? []).map(({ name, sql }, index) => [
    `2099010100000${index}_${name.split("_").slice(1).join("_")}`,
    sql.replaceAll("\n", "\r\n"),
  ]);
  writeFiles(dir, Object.fromEntries(restamped));
  const applied = new Set<string>();
  await push(database.sql, applied);
  expect(applied.size).toBe(8);
  expect(run().code).toBe(0);
  await push(database.sql, applied);
  expect(applied.size).toBe(restamped.length + 1 + readMigrations().length);
  await expectFreshSchema();
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDatabase, type TestDatabase } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { afterEach, beforeEach, expect, it } from "vitest";
import { runCli } from "../../src/cli.ts";
import { createMigratedDatabase, readHostFile, readMigrations } from "../applyMigrations.ts";
import { readReleases } from "./readReleases.ts";
import { readSchema } from "./readSchema.ts";
import { makeFolder, writeFiles } from "./writePackage.ts";

const silent = { log() {}, error() {} };
/** The host's own migrations, stamped later than all of ours. */
const hostTables = { "20990101000000_organisation.sql": readHostFile("tables") };

let dir: string;
let database: TestDatabase;
beforeEach(async () => {
  dir = join(makeFolder(), "supabase/migrations");
  mkdirSync(dir, { recursive: true });
  database = await createDatabase();
});
afterEach(() => database.drop());

const run = (...args: string[]) => runCli(["--dir", dir, ...args], { output: silent });

/** As `supabase db push` does: files in the order of their names, each as a whole, and only those that were not applied. */
async function push(sql: Sql, applied: Set<string>): Promise<void> {
  for (const name of readdirSync(dir).sort()) {
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
    const names = "whatsapp_call%";
    expect(await readSchema(database.sql, names)).toEqual(await readSchema(fresh.sql, names));
  } finally {
    await fresh.drop();
  }
}

it("a host with newer migrations than ours pushes the copies on top, and a fresh database runs the whole folder", async () => {
  writeFiles(dir, hostTables);
  const applied = new Set<string>();
  await push(database.sql, applied);
  expect(run()).toBe(0);
  await push(database.sql, applied);
  // The host's own, the host's file of functions, and the line.
  expect(applied.size).toBe(2 + readMigrations().length);
  await expectFreshSchema();
  const another = await createDatabase();
  try {
    await push(another.sql, new Set());
  } finally {
    await another.drop();
  }
});

it("a host's file that does not fit fails as a whole, is changed, and is pushed again", async () => {
  writeFiles(dir, hostTables);
  run();
  const host = readdirSync(dir).find((name) => name.endsWith("_skale_calls_host.sql")) ?? "";
  const text = readFileSync(join(dir, host), "utf8");
  writeFileSync(join(dir, host), text.replace("from public.leads l", "from public.customers l"));
  const applied = new Set<string>();
  await expect(push(database.sql, applied)).rejects.toThrow("customers");
  writeFileSync(join(dir, host), text);
  expect(run()).toBe(0);
  await push(database.sql, applied);
  await expectFreshSchema();
});

it("a project without tables of an organisation fails with the flag's name, takes it, and pushes on without --include-all", async () => {
  run();
  const applied = new Set<string>();
  await expect(push(database.sql, applied)).rejects.toMatchObject({
    message: expect.stringContaining("--with-host-tables"),
  });
  expect(applied.size).toBe(1);
  expect(run("--with-host-tables")).toBe(0);
  await push(database.sql, applied);
  await expectFreshSchema();
});

it("a project of the retired series, restamped, takes the line after it", async () => {
  const [retired] = readReleases();
  const restamped = (retired?.files ?? []).map(({ name, sql }, index) => [
    `2099010100000${index}_${name.split("_").slice(1).join("_")}`,
    sql.replaceAll("\n", "\r\n"),
  ]);
  writeFiles(dir, Object.fromEntries(restamped));
  const applied = new Set<string>();
  await push(database.sql, applied);
  expect(applied.size).toBe(8);
  expect(run()).toBe(0);
  await push(database.sql, applied);
  expect(applied.size).toBe(restamped.length + 1 + readMigrations().length);
  await expectFreshSchema();
});

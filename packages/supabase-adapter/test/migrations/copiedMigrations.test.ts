import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createDatabase } from "@skale-calls/testkit";
import { expect, it } from "vitest";
import { runCli } from "../../src/cli.ts";
import { readSqlFiles } from "../../src/migrations/sqlFile.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { readFixture } from "../readFixture.ts";
import { readReleases } from "./readReleases.ts";
import { readSchema } from "./readSchema.ts";
import { makeFolder, writeFiles } from "./writePackage.ts";

/** The catalog of our tables after the project's files, in the order of their names, as `supabase db push` runs them. */
async function applyProject(dir: string) {
  const database = await createDatabase();
  try {
    for (const { text } of readSqlFiles(dir)) await database.sql.unsafe(text);
    return await readSchema(database.sql, "whatsapp\\_call%");
  } finally {
    await database.drop();
  }
}

function copy(dir: string, ...args: string[]): { code: number; said: string } {
  const said: string[] = [];
  const output = {
    log: (text: string) => said.push(text),
    error: (text: string) => said.push(text),
  };
  return { code: runCli(["--dir", dir, ...args], { output }), said: said.join("\n") };
}

const [retired] = readReleases();
const projects = {
  "of a CRM whose migrations are newer than ours": {
    "20270101000000_crm.sql": readFixture("crmHost.sql"),
    "20270102000000_more.sql": "create table public.notes (id int);",
  },
  "that has the retired series, and a newer migration": {
    ...Object.fromEntries(
      (retired?.files ?? []).map(({ name, sql }) => [name.replace("retired/", ""), sql]),
    ),
    "20270102000000_more.sql": "create table public.notes (id int);",
  },
  "that is empty": {},
};

it.each(Object.entries(projects))(
  "a project %s runs our copies after its own files",
  async (_, files) => {
    const dir = join(makeFolder(), "supabase/migrations");
    writeFiles(dir, files);
    const own = Object.keys(files);
    const first = copy(dir, "--with-host-tables");
    expect(first.code, first.said).toBe(0);
    const names = readSqlFiles(dir).map(({ name }) => name);
    expect(names.slice(0, own.length)).toEqual(own);
    expect(names.length).toBeGreaterThanOrEqual(own.length + 7);

    const fresh = await createMigratedDatabase();
    try {
      expect(await applyProject(dir)).toEqual(await readSchema(fresh.sql, "whatsapp\\_call%"));
    } finally {
      await fresh.drop();
    }

    writeFiles(dir, { "20280101000000_later.sql": "create table public.later (id int);" });
    expect(copy(dir).said).toContain(`${dir} has all migrations already.`);
    expect(copy(dir, "status").code).toBe(0);
    for (const name of own) {
      expect(readFileSync(join(dir, name), "utf8")).toBe((files as Record<string, string>)[name]);
    }
  },
);

it("a project whose preflight has missed the host's tables gets them before it", async () => {
  const dir = join(makeFolder(), "supabase/migrations");
  expect(copy(dir).code).toBe(0);
  await expect(applyProject(dir)).rejects.toThrow("does not fit this database");
  expect(copy(dir, "--with-host-tables").code).toBe(0);
  expect((await applyProject(dir)).functions.length).toBeGreaterThan(20);
});

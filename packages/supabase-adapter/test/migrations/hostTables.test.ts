import { readdirSync, readFileSync } from "node:fs";
import type { TestDatabase } from "@skale-calls/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createMigratedDatabase, readMigrations } from "../applyMigrations.ts";

const hostFunctions = [
  "agents",
  "branches",
  "can_see",
  "home_branch",
  "host_references",
  "inbox_provider",
  "inboxes",
  "lead_branch",
];
/** A table of the host's, with its schema (every function has an empty search_path) or after a keyword that precedes a table. */
const namesTable =
  /\b(?:public\.|(?:from|join|into|update|only|references)\s+(?:public\.)?)"?(?:users|branches|whatsapp_inboxes|leads)\b/i;
const withoutComments = (sql: string) =>
  sql.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/--.*$/gm, "");

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(() => database.drop());

it("the pattern finds the tables that the host's own functions name", async () => {
  const rows = await database.sql<{ name: string; body: string }[]>`
    select proname as name, prosrc as body from pg_proc
    where pronamespace = 'skale_calls'::regnamespace and proname = any(${hostFunctions})`;
  const naming = rows.filter(({ body }) => namesTable.test(body)).map(({ name }) => name);
  expect(naming.sort()).toEqual(hostFunctions);
});

it("no function, policy or trigger of ours names a table of the host's", async () => {
  const rows = await database.sql<{ name: string; body: string }[]>`
    select p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as body from pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'skale_calls'::regnamespace)
      and not (p.pronamespace = 'skale_calls'::regnamespace and p.proname = any(${hostFunctions}))
    union all
    select policyname, concat_ws(' ', qual, with_check) from pg_policies where tablename like 'whatsapp\\_call%'
    union all
    select tgname, pg_get_triggerdef(t.oid) from pg_trigger t
    where t.tgrelid::regclass::text like 'whatsapp\\_call%' and not tgisinternal`;
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ body }) => namesTable.test(body)).map(({ name }) => name)).toEqual([]);
});

it("no SQL source and no migration names a table of the host's", () => {
  const folders = ["../../sql/", "../../sql/supabase/"].map(
    (path) => new URL(path, import.meta.url),
  );
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".sql"))
      .map((name) => ({ name, sql: readFileSync(new URL(name, folder), "utf8") })),
  );
  const files = [...sources, ...readMigrations()];
  expect(files.length).toBeGreaterThan(15);
  expect(
    files.filter(({ sql }) => namesTable.test(withoutComments(sql))).map(({ name }) => name),
  ).toEqual([]);
});

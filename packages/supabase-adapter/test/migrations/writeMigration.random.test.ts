import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createDatabase, type TestDatabase } from "@skale-calls/testkit";
import fc from "fast-check";
import type { Sql, TransactionSql } from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { releaseMigrations } from "../../scripts/sql/checkReleases.ts";
import { writeMigration } from "../../scripts/sql/writeMigration.ts";
import { readSqlFiles } from "../../src/migrations/sqlFile.ts";
import { readSchema } from "./readSchema.ts";
import { makeFolder, writeFiles } from "./writePackage.ts";

const tables = `
create schema skale_calls;
create table public.calls (id int primary key, a int, b text);
`;

/** The variants of each object. In the first variant it is absent. */
const forms = {
  key: [
    "",
    "create or replace function skale_calls.key(a int) returns int language sql immutable as $$ select a $$;",
    "create or replace function skale_calls.key(a int) returns int language sql immutable as $$ select a + 1; -- ; $$;",
    "create or replace function skale_calls.key(a int, b int default 0) returns int language sql immutable as $$ select a $$;",
    "create or replace function skale_calls.key(a int) returns bigint language sql immutable as $$ select a $$;",
  ],
  other: [
    "",
    "create or replace function public.other(x text[], out y int) language sql as $$ select skale_calls.key(1) $$;",
    "create or replace function public.other(x text[], out z int) language sql as $$ select 1 $$;",
    "create or replace procedure public.other() language sql as $$ select 1 $$;",
  ],
  touch: [
    "",
    "create or replace function skale_calls.touch() returns trigger language plpgsql as $$ begin return new; end $$;",
    "create or replace function skale_calls.touch() returns trigger language plpgsql as $$ begin new.b := ''; return new; end $$;",
  ],
  trigger: [
    "",
    `drop trigger if exists "Touch it" on public.calls;
     create trigger "Touch it" before insert on public.calls for each row execute function skale_calls.touch();`,
    `drop trigger if exists "Touch it" on public.calls;
     create trigger "Touch it" before update on public.calls for each row execute function skale_calls.touch();`,
  ],
  check: [
    "",
    "alter table public.calls drop constraint if exists a_length, add constraint a_length check (a < 10);",
    "alter table public.calls drop constraint if exists a_length, add constraint a_length check (skale_calls.key(a) < 10);",
  ],
  view: [
    "",
    "drop view if exists public.keys; create view public.keys as select a, b from public.calls;",
    "drop view if exists public.keys; create view public.keys as select skale_calls.key(a) as a from public.calls;",
  ],
  policy: [
    "",
    `drop policy if exists "Agents see" on public.calls;
     create policy "Agents see" on public.calls for select to authenticated using (a = 1);`,
    `drop policy if exists "Agents see" on public.calls;
     create policy "Agents see" on public.calls to authenticated using (skale_calls.key(a) = 1) with check (a = 2);`,
    `drop policy if exists "Agents see" on public.calls;
     create policy "Agents see" on public.calls for select to authenticated using (exists (select from public.keys));`,
  ],
  grantTable: [
    "",
    "grant select, insert on public.calls to authenticated; grant all on public.calls to service_role;",
    "grant select on table public.calls to authenticated, anon;",
  ],
  grantKey: [
    "",
    "grant execute on function skale_calls.key to authenticated;",
    "grant execute on function skale_calls.key to authenticated, service_role;",
  ],
  grantOther: [
    "revoke execute on routine public.other from public, anon, authenticated, service_role;",
    "revoke execute on routine public.other from public, anon, authenticated; grant all on routine public.other to service_role;",
  ],
  grantView: ["", "grant select on public.keys to authenticated;"],
} as const;
type Thing = keyof typeof forms;
type Choice = Record<Thing, number> & { otherIsSupabases: boolean };

const choices: fc.Arbitrary<Choice> = fc
  .record({
    ...(Object.fromEntries(
      Object.entries(forms).map(([thing, { length }]) => [thing, fc.nat({ max: length - 1 })]),
    ) as Record<Thing, fc.Arbitrary<number>>),
    otherIsSupabases: fc.boolean(),
  })
  .filter((choice) => {
    const text = (thing: Thing) => forms[thing][choice[thing]] ?? "";
    const has = (thing: Thing) => choice[thing] > 0;
    const needs = (name: string) =>
      (["check", "view", "policy", "grantKey"] as const).some((thing) =>
        text(thing).includes(name),
      );
    return (
      (has("key") || !needs("skale_calls.key")) &&
      (has("touch") || !has("trigger")) &&
      (has("view") || !(has("grantView") || needs("public.keys")))
    );
  });

/** The files of sql/ for a choice of variants. */
function writeSource(choice: Choice): { portable: string; supabase: string } {
  const write = (...things: Thing[]) =>
    things.map((thing) => `-- ${thing}\n${forms[thing][choice[thing]]}\n`).join("\n");
  const { otherIsSupabases: moved } = choice;
  const hasOther = choice.other > 0;
  return {
    portable: [
      write("key", "touch", "trigger", "check", "view"),
      moved ? "" : write("other"),
      "revoke execute on all functions in schema skale_calls from public;",
    ].join("\n"),
    supabase: [
      "alter table public.calls enable row level security;",
      moved ? write("other") : "",
      write("policy"),
      "revoke all on public.calls from anon, authenticated, service_role;",
      choice.view > 0 ? "revoke all on public.keys from anon, authenticated, service_role;" : "",
      "revoke execute on all functions in schema skale_calls from anon, authenticated, service_role;",
      write("grantTable", "grantKey", "grantView"),
      hasOther ? write("grantOther") : "",
    ].join("\n"),
  };
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** The catalog after a script, which runs in a transaction that is rolled back. */
async function readAfter(script: string): Promise<unknown> {
  const enough = new Error("enough");
  let found: unknown;
  const look = async (sql: TransactionSql) => {
    await sql.unsafe(script);
    const views = await sql`
      select c.relname, pg_get_viewdef(c.oid) as query, c.relacl::text[] as acl
      from pg_class c where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace`;
    found = { schema: await readSchema(sql as unknown as Sql, "%"), views: sortGrants(views) };
    throw enough;
  };
  await database.sql.begin(look).catch((error) => {
    if (error !== enough) throw error;
  });
  return found;
}

const sortGrants = (views: readonly Record<string, unknown>[]) =>
  views.map((view) => ({ ...view, acl: [...(view.acl as string[])].sort() }));

it("a database that runs the migrations equals one that runs the source, for random changes of the source", async () => {
  const folder = makeFolder();
  await fc.assert(
    fc.asyncProperty(fc.array(choices, { minLength: 2, maxLength: 4 }), async (versions) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      writeFiles(folder, {
        "migrations/20261101000000_skale_calls_tables.sql": tables,
        "migrations/released.json": "[]",
      });
      for (const [index, version] of versions.entries()) {
        const source = writeSource(version);
        writeFiles(folder, {
          "sql/all.sql": source.portable,
          "sql/supabase/all.sql": source.supabase,
        });
        const now = new Date(Date.UTC(2026, 11, 1, index));
        const written = writeMigration({ packageDir: folder, now });
        expect(writeMigration({ packageDir: folder, now, check: true })).toEqual([]);
        if (written.length > 0) releaseMigrations(join(folder, "migrations"), `0.${index + 1}.0`);
        expect(writeMigration({ packageDir: folder, now })).toEqual([]);

        const line = readSqlFiles(join(folder, "migrations"));
        const portable = line.filter(({ name }) => !name.includes("_supabase_"));
        const join_ = (files: typeof line) => files.map(({ text }) => text).join("\n");
        const early = `${tables} set check_function_bodies = off;`;
        expect(await readAfter(join_(line))).toEqual(
          await readAfter(early + source.portable + source.supabase),
        );
        expect(await readAfter(join_(portable))).toEqual(await readAfter(early + source.portable));
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 60_000);

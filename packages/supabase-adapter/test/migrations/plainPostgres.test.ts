import { readFileSync } from "node:fs";
import { callStoreContract } from "@skale-calls/core/testing";
import { createDatabase, type Postgres, startPostgres } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSupabaseCallStore } from "../../src/createSupabaseCallStore.ts";
import { readHostFile, readMigrations, withHost } from "../applyMigrations.ts";
import { createPostgresUnderTest } from "../postgresUnderTest.ts";
import { readFixture } from "../readFixture.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let cluster: Postgres;
let sql: Sql;

beforeAll(async () => {
  cluster = await startPostgres();
  sql = postgres(cluster.url, { onnotice: () => {} });
  const portable = readMigrations().filter(({ name }) => !name.includes("_supabase_"));
  const host = readFixture("hosts/memberships.sql");
  for (const script of withHost(host, portable)) await sql.unsafe(script);
  await seedWorld(sql);
}, 30_000);
beforeEach(() => forgetCalls(sql));
afterAll(async () => {
  await sql.end();
  await cluster.stop();
});

describe("the portable part of the migrations, on a Postgres without Supabase", () => {
  it("needs no role, schema or publication of Supabase's", async () => {
    const [found] = await sql`
      select (select count(*)::int from pg_roles where rolname in ('anon', 'authenticated', 'service_role')) as roles,
        to_regnamespace('auth') as auth, (select count(*)::int from pg_publication) as publications,
        (select count(*)::int from pg_policies) as policies`;
    expect(found).toEqual({ roles: 0, auth: null, publications: 0, policies: 0 });
  });

  it("lets only the owner call its functions", async () => {
    const open = await sql<{ name: string }[]>`
      select p.proname as name from pg_proc p
      where p.pronamespace = 'public'::regnamespace and has_function_privilege('public', p.oid, 'execute')`;
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  for (const { name, run } of callStoreContract) {
    it(name, async () => run(await createPostgresUnderTest(sql, null)));
  }
});

it("runs with the tables of the README and the shipped file of the host", async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, tables = ""] = /```sql\n(create table branches[\s\S]*?)```/.exec(readme) ?? [];
  const database = await createDatabase({ cluster: cluster.url });
  try {
    const portable = readMigrations().filter(({ name }) => !name.includes("_supabase_"));
    for (const script of [tables, ...withHost(readHostFile("host"), portable)]) {
      await database.sql.unsafe(script);
    }
    const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
    const [branch] = await database.sql<{ id: string }[]>`
      insert into branches (name) values ('Centro') returning id`;
    const userId = "00000000-0000-4000-8000-0000000000a1";
    await database.sql`insert into users values (${userId}, ${branch?.id ?? ""}, 'Ana')`;
    await database.sql`
      insert into whatsapp_inboxes (branch_id, phone_number) values (${branch?.id ?? ""}, '+5215500000001')`;
    const dial = { userId, contactPhone: "+525587654321", provider: "ycloud" };
    expect(
      await store.beginCall({ ...dial, id: "00000000-0000-4000-8000-000000000d01" }),
    ).toMatchObject({ outcome: "created" });
  } finally {
    await database.drop();
  }
});

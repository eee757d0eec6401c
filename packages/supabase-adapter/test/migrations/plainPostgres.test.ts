import { callStoreContract } from "@skale-calls/core/testing";
import { type Postgres, startPostgres } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readMigrations, withHost } from "../applyMigrations.ts";
import { createPostgresUnderTest } from "../postgresUnderTest.ts";
import { readFixture } from "../readFixture.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";

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

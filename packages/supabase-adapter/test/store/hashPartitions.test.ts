import {
  availabilityContract,
  callStoreContract,
  mediaQueueContract,
} from "@skale-calls/core/testing";
import { createDatabase, ensureTemplate, type TestDatabase } from "@skale-calls/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withHost } from "../applyMigrations.ts";
import { createPostgresUnderTest } from "../postgresUnderTest.ts";
import { readFixture } from "../readFixture.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";

let database: TestDatabase;

beforeAll(async () => {
  await ensureTemplate("hash_partitions", async (sql) => {
    const scripts = withHost(readFixture("hosts/memberships.sql"));
    scripts.splice(2, 0, readFixture("hashPartitions.sql"));
    for (const script of scripts) {
      await sql.unsafe(script);
    }
  });
  database = await createDatabase({ template: "hash_partitions" });
  await seedWorld(database.sql);
});
beforeEach(() => forgetCalls(database.sql));
afterAll(() => database.drop());

describe("calls that are partitioned by their id", () => {
  it("are in several partitions", async () => {
    await database.sql`
      insert into whatsapp_calls (call_id, status) select 'wacid.' || n, 'iniciando' from generate_series(1, 50) as n`;
    const [row] =
      await database.sql`select count(distinct tableoid)::int as partitions from whatsapp_calls`;
    expect(row?.partitions).toBe(4);
  });

  for (const { name, run } of [
    ...callStoreContract,
    ...availabilityContract,
    ...mediaQueueContract,
  ]) {
    it(name, async () => run(await createPostgresUnderTest(database.sql)));
  }
});

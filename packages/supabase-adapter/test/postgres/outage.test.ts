import { isCallsError } from "@skale-calls/core";
import { type PostgresProxy, startPostgresProxy, type TestDatabase } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createPostgresCallStore,
  createPostgresClient,
  type PostgresSql,
  postgresOptions,
} from "../../src/postgres/index.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";

let database: TestDatabase;
let proxy: PostgresProxy;
let sql: Sql;

beforeAll(async () => {
  database = await createMigratedDatabase();
  proxy = await startPostgresProxy();
  sql = postgres(proxy.through(database.url), { ...postgresOptions, max: 4 });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await proxy.stop();
  await database.drop();
});

it("requests fail while the database is away, and are answered as soon as it is back", async () => {
  const store = createPostgresCallStore({ sql });
  await store.sweepCalls();
  await proxy.cut();
  // Each failed connection makes the pause of postgres.js's own default three times as long.
  for (let round = 0; round < 3; round += 1) {
    const failures = await Promise.allSettled([1, 2, 3, 4].map(() => store.sweepCalls()));
    for (const failure of failures) {
      const code =
        failure.status === "rejected" && isCallsError(failure.reason) && failure.reason.code;
      expect(code).toBe("store_unavailable");
    }
  }
  await proxy.mend();
  // With postgres.js's default these requests wait for up to 20 s, which is longer than the test's time.
  await Promise.all([1, 2, 3, 4].map(() => store.sweepCalls()));
}, 10_000);

/** What postgres.js 3.4 does with a statement whose connection closes before it is sent. */
it.each<[string, PostgresSql["unsafe"], RegExp]>([
  ["ends without a row", async () => [], /was lost/],
  ["never ends", () => new Promise(() => {}), /No answer within 20 ms/],
])("a statement that %s was not carried out", async (_name, unsafe, message) => {
  const answer = await createPostgresClient({ unsafe }, { timeoutMs: 20 }).rpc("f", { p: {} });
  expect(answer).toMatchObject({ data: null, status: 0 });
  expect(answer.error?.message).toMatch(message);
  const store = createPostgresCallStore({ sql: { unsafe }, timeoutMs: 20 });
  await expect(store.recordEvents([])).rejects.toMatchObject({ code: "store_unavailable" });
});

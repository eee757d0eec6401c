import {
  availabilityContract,
  callStoreContract,
  checkMatrixRow,
  eventMatrix,
  mediaQueueContract,
  takeBody,
} from "@skale-calls/core/testing";
import type { TestDatabase } from "@skale-calls/testkit";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { createHostDatabase } from "../applyMigrations.ts";
import { createPostgresUnderTest } from "../postgresUnderTest.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";

const onEvent = () => {};
let database: TestDatabase;

beforeAll(async () => {
  // The contract needs agents with several branches.
  database = await createHostDatabase("memberships");
  await seedWorld(database.sql);
});
beforeEach(() => forgetCalls(database.sql));
afterAll(() => database.drop());

describe("createSupabaseCallStore on Postgres", () => {
  for (const { name, run } of [...callStoreContract, ...availabilityContract]) {
    it(name, async () => run(await createPostgresUnderTest(database.sql)));
  }
});

describe("createSupabaseMediaQueue on Postgres", () => {
  for (const { name, run } of mediaQueueContract) {
    it(name, async () => run(await createPostgresUnderTest(database.sql)));
  }
});

describe("the event matrix in the SQL function", () => {
  it.each(eventMatrix)("row $row: $name", async (row) => {
    const under = await createPostgresUnderTest(database.sql);
    for (const body of row.deliveries) {
      await takeBody({ store: under.store, onEvent }, body);
    }
    await checkMatrixRow(row, under);
  });
});

import { checkMatrixRow, eventMatrix } from "@skale-calls/core/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPostgresUnderTest } from "../../../packages/supabase-adapter/test/postgresUnderTest.ts";
import { forgetCalls } from "../../../packages/supabase-adapter/test/seedWorld.ts";
import { type Backend, startBackend } from "./startBackend.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
}, 60_000);
beforeEach(() => forgetCalls(backend.database.sql));
afterAll(() => backend.stop());

describe("the event matrix through the webhook endpoint", () => {
  it.each(eventMatrix)("row $row: $name", async (row) => {
    for (const body of row.deliveries) expect((await backend.deliver(body)).status).toBe(200);
    await checkMatrixRow(row, await createPostgresUnderTest(backend.database.sql));
  });
});

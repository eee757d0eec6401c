import { CallsError } from "@skale-calls/core";
import { createDatabase, type Lite, startLite, startPostgres } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import { describe, expect, it, vi } from "vitest";
import { createSupabaseCallStore } from "../../src/index.ts";
import { storeError } from "../../src/storeError.ts";
import { applyMigrations } from "../applyMigrations.ts";

describe("storeError", () => {
  it.each([
    // [SQLSTATE or PostgREST's code, HTTP status, meaning]
    ["08006", 503, "store_unavailable"],
    ["53300", 503, "store_unavailable"],
    ["57P01", 500, "store_unavailable"],
    ["57P03", 503, "store_unavailable"],
    ["57014", 500, "store_unavailable"],
    ["55P03", 500, "store_unavailable"],
    ["40P01", 500, "store_unavailable"],
    ["40001", 500, "store_unavailable"],
    ["25006", 405, "store_unavailable"],
    ["PGRST000", 503, "store_unavailable"],
    ["PGRST001", 503, "store_unavailable"],
    ["PGRST002", 503, "store_unavailable"],
    ["PGRST003", 504, "store_unavailable"],
    ["", 0, "store_unavailable"],
    ["", 502, "store_unavailable"],
    ["", 503, "store_unavailable"],
    ["", 504, "store_unavailable"],
    ["", 429, "store_unavailable"],
    ["", 408, "store_unavailable"],
    ["22P05", 400, "store_refused"],
    ["22003", 400, "store_refused"],
    ["23514", 400, "store_refused"],
    ["54000", 500, "store_refused"],
    ["PGRST102", 400, "store_refused"],
    ["42501", 403, "internal"],
    ["42883", 404, "internal"],
    ["PGRST202", 404, "internal"],
    ["P0001", 400, "internal"],
    ["XX000", 500, "internal"],
    ["", 500, "internal"],
    ["", 401, "internal"],
  ])("%s with status %i is %s", (code, status, meaning) => {
    const error = storeError({ status, error: { message: "said the database", code, hint: "h" } });
    expect(error).toBeInstanceOf(CallsError);
    expect(error.code).toBe(meaning);
    expect(error.cause).toMatchObject({ message: "said the database", code, status, hint: "h" });
    // The database's message may contain data, so it is only in the cause.
    expect(error.message).not.toContain("said the database");
  });

  it("understands a failure without a code", () => {
    expect(storeError({ status: 503, error: { message: "upstream" } }).code).toBe(
      "store_unavailable",
    );
  });
});

describe("the store while its database is down", () => {
  it("throws store_unavailable while the database is stopped and when nothing answers", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {}); // The API's server prints its errors.
    const postgres = await startPostgres();
    let lite: Lite | undefined;
    try {
      const database = await createDatabase({ cluster: postgres.url });
      await applyMigrations(database.sql);
      lite = await startLite({ databaseUrl: database.adminUrl });
      const client = createClient(lite.url, lite.secretKey, { auth: { persistSession: false } });
      const store = createSupabaseCallStore({ client });
      expect(await store.sweepCalls()).toEqual({ expired: [], merged: [], forgotten: 0 });
      await database.sql.end();

      await postgres.stop();
      await expect(store.sweepCalls()).rejects.toMatchObject({ code: "store_unavailable" });
      await expect(store.recordEvents([])).rejects.toMatchObject({ code: "store_unavailable" });
      await lite.stop();
      await expect(store.sweepCalls()).rejects.toMatchObject({ code: "store_unavailable" });
    } finally {
      vi.restoreAllMocks();
    }
  });
});

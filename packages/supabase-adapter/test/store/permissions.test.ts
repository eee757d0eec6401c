import type { CallPermission, PermissionFacts, StoredEvent } from "@skale-calls/core";
import { contractWorld, createMemoryCallStore } from "@skale-calls/core/testing";
import type { TestDatabase } from "@skale-calls/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ordersOf, withRepetitions } from "../../../core/src/testing/histories.ts";
import { permissionCases } from "../../../core/src/testing/permissionCases.ts";
import { historyEnd, permissionEvents } from "../../../core/src/testing/permissionHistories.ts";
import { createSupabaseCallStore } from "../../src/createSupabaseCallStore.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { seedWorld } from "../seedWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await seedWorld(database.sql);
});
afterAll(() => database.drop());

const [ana] = contractWorld.agents;
const [inbox] = contractWorld.inboxes;
const businessKey = "+525500000001";

/** Times as numbers, because Postgres writes them in another form. */
function comparable(permission: CallPermission): unknown {
  return JSON.parse(JSON.stringify(permission), (name, value) =>
    typeof value === "string" && /_at$/.test(name) ? Date.parse(value) : value,
  );
}

async function readSql(key: string, at: string): Promise<CallPermission> {
  const [row] = await database.sql<[{ permission: CallPermission }]>`
    select skale_calls.call_permission(
      skale_calls.contact_keys(skale_calls.phone_key(${key})),
      skale_calls.business_keys(${businessKey}, ${inbox.providerPhoneId}),
      ${at}::text::timestamptz
    ) as permission`;
  return row.permission;
}

describe("call_permission in SQL", () => {
  async function insert(facts: PermissionFacts, phone: string) {
    const pair = {
      contact_key: phone,
      business_key: businessKey,
      contact_phone: phone,
      contact_user_id: null,
      business_phone: businessKey,
      provider_phone_id: null,
    };
    const rows = {
      whatsapp_call_permissions: facts.verdicts.map((row) => ({
        ...row,
        ...pair,
        id: crypto.randomUUID(),
        updated_at: row.occurred_at,
      })),
      whatsapp_call_permission_requests: facts.requests.map((row) => ({
        ...row,
        ...pair,
        created_at: "now",
        updated_at: "now",
      })),
      whatsapp_calls: facts.calls.map(({ call_id, ...row }) => ({
        ...row,
        ...pair,
        id: crypto.randomUUID(),
        call_id: `${call_id}.${phone}`,
        status: row.answered_at === null ? "no_contestada" : "completada",
      })),
    };
    for (const [table, list] of Object.entries(rows)) {
      await database.sql.unsafe(
        `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`,
        [JSON.stringify(list)],
      );
    }
  }

  it.each(
    permissionCases.map((row, index) => ({
      ...row,
      phone: `+5255100${String(index).padStart(5, "0")}`,
    })),
  )("$name", async ({ facts, now, expected, phone }) => {
    await database.sql`delete from whatsapp_call_permission_requests`;
    await insert(facts, phone);
    const permission = await readSql(phone, now);
    expect(comparable(permission)).toMatchObject(comparable(expected as CallPermission) as object);
  });
});

describe("histories of permissions", () => {
  it("end in the same state in every order, in memory and in SQL", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
    const states = new Set<string>();
    let compared = 0;
    for (let number = 0; number < 40; number += 1) {
      const keyOf = (order: number) => String(10_000_000 + number * 100 + order);
      const histories = (key: string) =>
        fc.sample(permissionEvents(key), { numRuns: 1, seed: number })[0] ?? [];
      const orders = ordersOf(
        histories(keyOf(0)).map((_, index) => index),
        10,
      ).slice(0, 10);
      let expected: unknown;
      for (const [index, order] of orders.entries()) {
        const key = keyOf(index);
        const events = histories(key);
        const ordered = withRepetitions(order, index).map((at) => events[at] as StoredEvent);
        const memory = createMemoryCallStore({ ...contractWorld, now: () => historyEnd });
        await memory.recordEvents(recordsOf(ordered));
        await store.recordEvents(recordsOf(ordered));
        for (const contact of [{ contactPhone: `+52155${key}` }, { contactUserId: `MX.${key}` }]) {
          const found = await memory.findPermission({ userId: ana.id, ...contact });
          if (found.outcome !== "found") throw new Error(found.outcome);
          const name = contact.contactPhone ?? contact.contactUserId ?? "";
          const fromSql = await readSql(name, historyEnd.toISOString());
          expect(comparable(fromSql)).toEqual(comparable(found.permission));
          states.add(fromSql.status);
          compared += 1;
        }
        const found = await memory.findPermission({ userId: ana.id, contactPhone: `+5255${key}` });
        const state = JSON.stringify(found).replaceAll(key, "KEY");
        expected ??= state;
        expect(state).toBe(expected);
      }
    }
    expect(compared).toBeGreaterThan(400);
    expect([...states].sort()).toEqual([
      "none",
      "permanent",
      "rejected",
      "requested",
      "revoked",
      "temporary",
    ]);
  }, 60_000);

  function recordsOf(events: readonly StoredEvent[]) {
    return events.map((event) => ({ event, payload: null, bodySha256: event.id }));
  }
});

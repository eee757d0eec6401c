import type { EventRecord, RecordedEvent, StoredEvent } from "@skale-calls/core";
import { contractWorld } from "@skale-calls/core/testing";
import type { TestDatabase } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ordersOf } from "../../../core/src/testing/histories.ts";
import { createSupabaseCallStore, type RpcClient } from "../../src/createSupabaseCallStore.ts";
import { createPostgresCallStore } from "../../src/postgres/index.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let database: TestDatabase;
let pool: Sql;

beforeAll(async () => {
  database = await createMigratedDatabase();
  await seedWorld(database.sql);
  pool = postgres(database.url, { max: 24 });
  // Opens all connections before the race.
  await Promise.all(Array.from({ length: 24 }, () => pool`select pg_sleep(0.02)`));
});
beforeEach(() => forgetCalls(database.sql));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const [ana] = contractWorld.agents;
const at = "2026-11-22T10:00:00.000Z";
const sides = {
  direction: "saliente",
  contact: { phone: "+525587654321" },
  business: { phone: "+5215500000001" },
} as const;

function record(callId: string, fields: Partial<StoredEvent> & { kind: string }): EventRecord {
  const event = {
    id: `${callId}:${fields.kind}`,
    provider: "ycloud",
    callId,
    occurredAt: at,
    ...sides,
    ...fields,
  };
  return {
    event: event as unknown as StoredEvent,
    payload: { of: event.id },
    bodySha256: event.id,
  };
}

const story = (callId: string) => [
  record(callId, { kind: "answer", session: { sdp: "v=0\r\n" } } as never),
  record(callId, { kind: "ringing" }),
  record(callId, { kind: "accepted" }),
  record(callId, { kind: "terminated", durationSeconds: 9 } as never),
];

async function readOutcomes(): Promise<Record<string, number>> {
  const rows =
    await database.sql`select outcome, count(*)::int as n from whatsapp_call_events group by 1`;
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
}

describe("simultaneous events of one call", () => {
  it("create one call, reach the right state, and none is lost", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(pool) });
    for (let round = 0; round < 25; round += 1) {
      const records = [1, 2, 3, 4].flatMap((call) => story(`wacid.${round}.${call}`));
      await Promise.all(records.map((one) => store.recordEvents([one])));
    }
    const [calls] = await database.sql`
      select count(*)::int as calls, count(*) filter (where status = 'completada')::int as completed from whatsapp_calls`;
    expect(calls).toEqual({ calls: 100, completed: 100 });
    expect(await readOutcomes()).not.toHaveProperty("dead_letter");
  });

  it("in batches with opposite orders do not deadlock", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(pool) });
    const batches = Array.from({ length: 16 }, (_, index) => {
      const batch = Array.from({ length: 6 }, (_, call) =>
        record(`wacid.${call}`, { kind: "ringing", id: `${index}.${call}` } as never),
      );
      return index % 2 === 0 ? batch : batch.toReversed();
    });
    const answers = await Promise.all(batches.map((batch) => store.recordEvents(batch)));
    expect(answers.flat()).toHaveLength(96);
    expect(await readOutcomes()).toEqual({ applied: 6, no_change: 90 });
  });

  it("with the same id have one effect; a different body is one conflict", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(pool) });
    const same = record("wacid.same", { kind: "ringing", id: "evt_same" } as never);
    const other = {
      ...record("wacid.other", { kind: "ringing", id: "evt_same" } as never),
      bodySha256: "other",
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.recordEvents([index === 7 ? other : same])),
    );
    const count = (outcome: RecordedEvent["outcome"]) =>
      answers.flat().filter((one) => one.outcome === outcome).length;
    expect([count("applied"), count("conflict"), count("duplicate")]).toEqual([1, 1, 18]);
  });
});

it("both clicks of a double click get the same call", async () => {
  const store = createPostgresCallStore({ sql: pool });
  for (let round = 0; round < 150; round += 1) {
    const asked = {
      id: crypto.randomUUID(),
      userId: ana.id,
      contactPhone: "+525587654321",
      provider: "ycloud",
    };
    const clicks = await Promise.all(Array.from({ length: 4 }, () => store.beginCall(asked)));
    expect(clicks.map(({ outcome }) => outcome).toSorted()).toEqual([
      "created",
      ...Array.from({ length: 3 }, () => "exists"),
    ]);
  }
});

describe("a dial and the webhooks that overtake it", () => {
  it("become one call in either order", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(pool) });
    const ids = Array.from({ length: 30 }, () => crypto.randomUUID());
    for (const id of ids) {
      await store.beginCall({
        id,
        userId: ana.id,
        contactPhone: "+525587654321",
        provider: "ycloud",
      });
      await Promise.all([
        ...story(`wacid.${id}`).map((one) => store.recordEvents([one])),
        store.attachCall({ id, callId: `wacid.${id}`, provider: "ycloud" }),
        store.sweepCalls({ pendingSeconds: 0 }),
      ]);
    }
    const rows = await database.sql`select id, status, user_id, call_id from whatsapp_calls`;
    expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(rows.every(({ status, user_id }) => status === "completada" && user_id === ana.id)).toBe(
      true,
    );
  });
});

describe("a dial that is answered 202, its webhooks and a hang-up", () => {
  type Step = "webhook" | "unclear" | "hangup";
  const orders: Step[][] = ordersOf<Step>(["webhook", "unclear", "hangup"]);
  const store = () => createSupabaseCallStore({ client: createSqlRpcClient(pool) });
  const contactOf = (index: number) => ({
    phone: `+5255${String(80_000_000 + index)}`,
  });

  async function begin(index: number): Promise<string> {
    const id = crypto.randomUUID();
    const { phone } = contactOf(index);
    await store().beginCall({ id, userId: ana.id, contactPhone: phone, provider: "ycloud" });
    return id;
  }
  const act = (id: string, kind: "unclear" | "hangup") => ({
    ...record(`pending:${id}`, { kind, id: `${id}:${kind}`, provider: "skale" } as never),
    id,
  });
  const webhook = (id: string, index: number) =>
    record(`wacid.${id}`, { kind: "ringing", contact: contactOf(index) });
  async function readRows(ids: readonly string[]) {
    const rows = await database.sql<{ id: string; call_id: string; steps: boolean }[]>`
      select id, call_id, ringing_at is not null and unclear_at is not null and hangup_at is not null as steps
      from whatsapp_calls order by array_position(${[...ids]}::uuid[], id)`;
    return rows.map((row) => ({ ...row }));
  }
  const joined = (ids: readonly string[]) =>
    ids.map((id) => ({ id, call_id: `wacid.${id}`, steps: true }));

  it("end in one row in every order", async () => {
    const ids: string[] = [];
    for (const [index, order] of orders.entries()) {
      const id = await begin(index);
      ids.push(id);
      for (const step of order) {
        await store().recordEvents([step === "webhook" ? webhook(id, index) : act(id, step)]);
      }
    }
    expect(ids).toHaveLength(6);
    expect(await readRows(ids)).toEqual(joined(ids));
  });

  it("end in one row when they arrive simultaneously", async () => {
    const ids = await Promise.all(Array.from({ length: 24 }, (_, index) => begin(index)));
    const records = ids.flatMap((id, index) => [
      webhook(id, index),
      act(id, "unclear"),
      act(id, "hangup"),
    ]);
    await Promise.all(records.map((one) => store().recordEvents([one])));
    expect(await readRows(ids)).toEqual(joined(ids));
  });

  it("a webhook waits for an act that has not ended yet", async () => {
    const id = await begin(0);
    const connection = await pool.reserve();
    try {
      await connection`begin`;
      const open: RpcClient = {
        async rpc(name, args) {
          const [value] = Object.values(args ?? {});
          await connection.unsafe(`select public.${name}($1::text::jsonb)`, [
            JSON.stringify(value),
          ]);
          return { data: [], error: null, status: 200 };
        },
      };
      await createSupabaseCallStore({ client: open }).recordEvents([act(id, "unclear")]);
      const told = store().recordEvents([webhook(id, 0)]);
      await untilOneWaits();
      await connection`commit`;
      expect((await told)[0]).toMatchObject({ joined: true, call: { id, call_id: `wacid.${id}` } });
    } finally {
      connection.release();
    }
  });

  /** Waits until a statement waits for a lock, because that is the case under test. */
  async function untilOneWaits(): Promise<void> {
    for (;;) {
      const [row] = await database.sql`
        select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      if (row?.waiting > 0) return;
    }
  }
});

describe("permission requests", () => {
  it("of agents who ask at the same time are limited to one", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(pool) });
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store.beginPermissionRequest({
          id: crypto.randomUUID(),
          userId: ana.id,
          provider: "ycloud",
          contactPhone: index % 2 === 0 ? "+525587654321" : "+5215587654321",
        }),
      ),
    );
    expect(begun.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(begun.filter(({ outcome }) => outcome === "permission_limit")).toHaveLength(19);
  });

  it("get every step that arrives at the same time", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(pool) });
    const requestId = crypto.randomUUID();
    const steps = ["sent", "delivered", "read"].map((status) =>
      record("", { kind: "permission_request", id: status, requestId, status } as never),
    );
    await Promise.all([
      store.beginPermissionRequest({
        id: requestId,
        userId: ana.id,
        provider: "ycloud",
        contactPhone: "+525587654321",
      }),
      ...steps.map((step) => store.recordEvents([step])),
    ]);
    const rows = await database.sql`
      select requested_at is not null and sent_at is not null and delivered_at is not null and read_at is not null as whole
      from whatsapp_call_permission_requests`;
    expect(rows.map((row) => ({ ...row }))).toEqual([{ whole: true }]);
  });
});

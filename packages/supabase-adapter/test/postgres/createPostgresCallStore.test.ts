import { type EventRecord, isCallsError, type StoredEvent } from "@skale-calls/core";
import { availabilityContract, callStoreContract } from "@skale-calls/core/testing";
import type { TestDatabase } from "@skale-calls/testkit";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createSupabaseMediaQueue } from "../../src/index.ts";
import {
  createPostgresCallStore,
  createPostgresClient,
  type PostgresSql,
} from "../../src/postgres/index.ts";
import { createHostDatabase } from "../applyMigrations.ts";
import { createPostgresUnderTest } from "../postgresUnderTest.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";

let database: TestDatabase;
/** The server's own pool, which may do only what the service role may do. */
let sql: Sql;

beforeAll(async () => {
  database = await createHostDatabase("memberships");
  await seedWorld(database.sql);
  sql = postgres(database.url, { max: 4, connection: { role: "service_role" } });
});
beforeEach(() => forgetCalls(database.sql));
afterAll(async () => {
  await sql.end();
  await database.drop();
});

describe("createPostgresCallStore", () => {
  for (const { name, run } of [...callStoreContract, ...availabilityContract]) {
    it(name, async () =>
      run({
        ...(await createPostgresUnderTest(database.sql)),
        store: createPostgresCallStore({ sql }),
      }),
    );
  }
});

function record(callId: string, kind: string, fields: Partial<EventRecord> = {}): EventRecord {
  const event = {
    id: `${callId}:${kind}`,
    kind,
    provider: "ycloud",
    callId,
    occurredAt: "2026-11-22T10:00:00.000Z",
    direction: "saliente",
    contact: { phone: "+525587654321" },
    business: { phone: "+5215500000001" },
  };
  return {
    event: event as unknown as StoredEvent,
    payload: { of: event.id },
    bodySha256: event.id,
    ...fields,
  };
}
/** Waits until a statement waits for a lock. */
async function untilOneWaits(): Promise<void> {
  for (let waiting = 0; waiting === 0; ) {
    const [row] = await database.sql`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    waiting = row?.waiting;
  }
}
const calls = Array.from({ length: 20 }, (_call, index) => `wacid.${index}`);
const codeOf = (error: unknown) => (isCallsError(error) ? error.code : String(error));

/** The pool, with a count of the statements and of those that are in flight at the same time. */
function countStatements() {
  const counts = { statements: 0, inFlight: 0, mostInFlight: 0 };
  const counting: PostgresSql = {
    async unsafe(...args) {
      counts.statements += 1;
      counts.inFlight += 1;
      counts.mostInFlight = Math.max(counts.mostInFlight, counts.inFlight);
      try {
        return await sql.unsafe(...args);
      } finally {
        counts.inFlight -= 1;
      }
    },
  };
  return { counts, counting };
}

describe("recordEvents", () => {
  it("stores 200 webhooks that arrive at once in four statements, two at a time", async () => {
    const { counts, counting } = countStatements();
    const store = createPostgresCallStore({ sql: counting });
    const webhooks = Array.from({ length: 200 }, (_, index) => record(`wacid.${index}`, "ringing"));
    const recorded = await Promise.all(webhooks.map((webhook) => store.recordEvents([webhook])));
    expect(recorded.flat().map(({ eventId }) => eventId)).toEqual(
      webhooks.map(({ event }) => event.id),
    );
    expect(recorded.flat().every(({ outcome }) => outcome === "applied")).toBe(true);
    expect(counts).toEqual({ statements: 4, inFlight: 0, mostInFlight: 2 });
  });

  it("gives each webhook the results of its own events", async () => {
    const store = createPostgresCallStore({ sql });
    const webhooks = calls.map((callId, index) =>
      ["answer", "ringing", "accepted"].slice(0, index % 4).map((kind) => record(callId, kind)),
    );
    const recorded = await Promise.all(webhooks.map((records) => store.recordEvents(records)));
    expect(recorded.map((events) => events.map(({ eventId }) => eventId))).toEqual(
      webhooks.map((records) => records.map(({ event }) => event.id)),
    );
  });

  it("keeps the order of the webhooks of a call", async () => {
    const store = createPostgresCallStore({ sql, batch: { statements: 4, items: 3 } });
    const kinds = ["answer", "ringing", "accepted", "terminated"];
    await Promise.all(
      kinds.flatMap((kind) => calls.map((callId) => store.recordEvents([record(callId, kind)]))),
    );
    const ledger = await database.sql<{ call_id: string; kinds: string[] }[]>`
      select call_id, array_agg(kind order by id) as kinds from whatsapp_call_events group by call_id`;
    expect(ledger).toHaveLength(calls.length);
    for (const call of ledger) expect(call.kinds).toEqual(kinds);
  });

  it("a webhook that Postgres cannot read fails alone", async () => {
    const store = createPostgresCallStore({ sql, batch: { statements: 1 } });
    const answers = await Promise.allSettled(
      calls.map((callId, index) =>
        store.recordEvents([
          record(callId, "ringing", index === 7 ? { payload: { text: "\u0000" } } : {}),
        ]),
      ),
    );
    const failed = answers.flatMap((answer, index) =>
      answer.status === "rejected" ? [[index, codeOf(answer.reason)]] : [],
    );
    expect(failed).toEqual([[7, "store_refused"]]);
    const [stored] = await database.sql`
      select (select count(*)::int from whatsapp_calls) as calls, (select count(*)::int from whatsapp_call_events) as events`;
    expect(stored).toEqual({ calls: 19, events: 19 });
  });

  it("an event that Postgres refuses is a dead letter, and the others of its statement are stored", async () => {
    const store = createPostgresCallStore({ sql, batch: { statements: 1 } });
    const recorded = await Promise.all(
      calls.map((callId, index) => {
        const webhook = record(callId, "ringing");
        const event = { ...webhook.event, occurredAt: "the day of the cat" };
        return store.recordEvents([index === 7 ? { ...webhook, event } : webhook]);
      }),
    );
    expect(recorded.flat().map(({ outcome }) => outcome)).toEqual(
      calls.map((_, index) => (index === 7 ? "dead_letter" : "applied")),
    );
  });

  it("answers after the commit, not before", async () => {
    const store = createPostgresCallStore({ sql, batch: { statements: 1 } });
    const [first] = await store.recordEvents([record("wacid.0", "ringing")]);
    const events: string[] = [];
    let told: Promise<unknown> = Promise.resolve();
    await database.sql.begin(async (holder) => {
      await holder`select from whatsapp_calls where id = ${first?.call?.id ?? ""} for update`;
      told = Promise.all(
        ["wacid.0", "wacid.1"].map(async (callId) => {
          await store.recordEvents([record(callId, "accepted")]);
          events.push(callId);
        }),
      );
      await untilOneWaits();
      events.push("released");
    });
    await told;
    expect(events).toEqual(["released", "wacid.0", "wacid.1"]);
  });

  it("refuses a webhook while too many wait, and says so", async () => {
    const store = createPostgresCallStore({
      sql,
      batch: { statements: 1, items: 2, waiting: 3 },
    });
    const answers = await Promise.allSettled(
      calls.slice(0, 6).map((callId) => store.recordEvents([record(callId, "ringing")])),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array(3).fill("fulfilled"),
      ...Array(3).fill("rejected"),
    ]);
    expect(answers[3]).toMatchObject({
      reason: {
        code: "store_unavailable",
        status: 503,
        retryAfter: 1,
        message: expect.stringContaining("Too many webhooks wait"),
      },
    });
  });

  it("of a deadlock with another statement, every webhook is stored", async () => {
    const deadlock = Object.assign(new Error("deadlock detected"), {
      code: "40P01",
      severity: "ERROR",
    });
    let failures = 0;
    const store = createPostgresCallStore({
      batch: { statements: 1 },
      sql: {
        async unsafe(query, [json = ""], options) {
          if (JSON.parse(json).length > 1 && failures++ === 0) throw deadlock;
          return sql.unsafe(query, [json], options);
        },
      },
    });
    await Promise.all(calls.map((callId) => store.recordEvents([record(callId, "ringing")])));
    expect(failures).toBe(1);
    const [stored] = await database.sql`select count(*)::int as calls from whatsapp_calls`;
    expect(stored).toEqual({ calls: 20 });
  });
});

describe("while the database cannot be reached", () => {
  it("every webhook of a statement fails with store_unavailable after one attempt", async () => {
    let attempts = 0;
    const nowhere = postgres("postgres://nobody@127.0.0.1:1/nothing", { max: 2, backoff: false });
    const store = createPostgresCallStore({
      batch: { statements: 1 },
      sql: {
        unsafe(...args) {
          attempts += 1;
          return nowhere.unsafe(...args);
        },
      },
    });
    const answers = await Promise.allSettled(
      calls.map((callId) => store.recordEvents([record(callId, "ringing")])),
    );
    await nowhere.end();
    expect(answers.map((answer) => answer.status === "rejected" && codeOf(answer.reason))).toEqual(
      calls.map(() => "store_unavailable"),
    );
    expect(attempts).toBe(1);
  });

  it("a connection that is cut in mid-statement is store_unavailable, and the next webhook is stored", async () => {
    const own = postgres(database.url, { max: 1, backoff: false });
    const store = createPostgresCallStore({ sql: own });
    await store.recordEvents([record("wacid.0", "ringing")]);
    const [backend] = await own`select pg_backend_pid() as pid`;
    await database.sql.begin(async (holder) => {
      await holder`select from whatsapp_calls for update`;
      const cut = store.recordEvents([record("wacid.0", "accepted")]);
      const failed = expect(cut).rejects.toMatchObject({ code: "store_unavailable" });
      await untilOneWaits();
      await database.sql`select pg_terminate_backend(${backend?.pid}::int)`;
      await failed;
    });
    await vi.waitFor(async () => {
      const [recorded] = await store.recordEvents([record("wacid.0", "accepted")]);
      expect(recorded?.outcome).toBe("applied");
    });
    await own.end();
  });
});

it("createPostgresClient serves the media queue, and its errors contain no data", async () => {
  const client = createPostgresClient(sql);
  expect(await createSupabaseMediaQueue({ client }).leaseMedia({ limit: 1 })).toEqual([]);
  const { error } = await client.rpc("record_whatsapp_call_events", {
    p_records: [{ event: { text: "+525587654321 \u0000" } }],
  });
  expect(error).toMatchObject({ code: "22P05" });
  expect(JSON.stringify(error)).not.toContain("5587654321");
});

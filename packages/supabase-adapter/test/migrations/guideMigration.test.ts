import {
  type Call,
  deriveStatus,
  isTerminal,
  type RecordedEvent,
  type StoredEvent,
} from "@skale-calls/core";
import { createDatabase, type TestDatabase } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSupabaseCallStore } from "../../src/createSupabaseCallStore.ts";
import { applyMigrations, createMigratedDatabase } from "../applyMigrations.ts";
import { readFixture } from "../readFixture.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";
import { readSchema } from "./readSchema.ts";

const guideSchema = readFixture("guideSchema.sql");
type Row = Call & Record<string, unknown>;
async function readRows(sql: Sql): Promise<Map<string, Row>> {
  const rows = await sql<{ row: Row }[]>`select to_jsonb(c) as row from whatsapp_calls c`;
  return new Map(rows.map(({ row }) => [row.id, row]));
}

let database: TestDatabase;
let before: Map<string, Row>;
let after: Map<string, Row>;
let guideSchemaBefore: Awaited<ReturnType<typeof readSchema>>;

beforeAll(async () => {
  database = await createDatabase();
  for (const script of [readFixture("crmHost.sql"), guideSchema, readFixture("guideRows.sql")]) {
    await database.sql.unsafe(script);
  }
  before = await readRows(database.sql);
  guideSchemaBefore = await readSchema(database.sql, "whatsapp\\_calls");
  await applyMigrations(database.sql);
  after = await readRows(database.sql);
});
afterAll(() => database.drop());

const pairs = () => [...before].map(([id, row]) => ({ was: row, is: after.get(id) as Row }));
const hasReopened = (row: Row) => row.ended_at !== null && !isTerminal(row.status);

describe("a database created by the guide's script", () => {
  it("has rows of every kind", () => {
    expect(before.size).toBe(6 * 2 * 3 * 2 ** 5);
    expect([...before.values()].filter(hasReopened).length).toBeGreaterThan(100);
  });

  it("keeps every row, and every value of the guide's columns", () => {
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const { was, is } of pairs()) {
      // The changes that the migrations' comments name: filled nulls, and the end of a live call and payloads, which move to the ledger.
      const expected = {
        ...was,
        raw_payload: null,
        duration_seconds: was.duration_seconds ?? 0,
        provider_call_id: was.provider_call_id ?? was.call_id,
        ended_at: isTerminal(was.status) ? (was.ended_at ?? is.ended_at) : null,
      };
      expect(is).toMatchObject(expected);
      expect(is.ended_at !== null).toBe(isTerminal(was.status));
    }
  });

  it("keeps the end of a reopened call in the ledger", async () => {
    const ledger = await database.sql<{ call_id: string; at: string; payload: unknown }[]>`
      select call_id, to_jsonb(occurred_at) #>> '{}' as at, payload from whatsapp_call_events
      where kind = 'unknown'`;
    const kept = new Map(ledger.map((entry) => [entry.call_id, entry]));
    const reopened = [...before.values()].filter(hasReopened);
    expect(kept.size).toBe(reopened.length);
    for (const row of reopened) {
      expect(kept.get(row.call_id)).toMatchObject({
        at: row.ended_at,
        payload: { ended_at: row.ended_at, status: row.status },
      });
    }
  });

  it("keeps every payload in the ledger, where no agent and no timeline shows it", async () => {
    const { sql } = database;
    const ledger = await sql<{ call_id: string; payload: unknown }[]>`
      select call_id, payload from whatsapp_call_events where kind = 'payload'`;
    const kept = new Map(ledger.map(({ call_id, payload }) => [call_id, payload]));
    expect(kept).toEqual(new Map(pairs().map(({ was }) => [was.call_id, was.raw_payload])));
    const [agent] = await sql`select id from users`;
    const shown = await sql.begin(async (transaction) => {
      await transaction`select set_config('request.jwt.claims', ${JSON.stringify({ sub: agent?.id })}, true)`;
      return transaction`
        select t.kind, count(*)::int as lines from whatsapp_calls c, whatsapp_call_timeline(c.id) as t
        where c.branch_id is not null group by t.kind`;
    });
    // The ends of reopened calls.
    expect(shown).toEqual([{ kind: "unknown", lines: expect.any(Number) }]);
  });

  it("moves a payload that the guide's functions wrote after the migration when it runs again", async () => {
    const { sql } = database;
    const [call] = after.values();
    const callId = call?.call_id ?? "";
    await sql`update whatsapp_calls set raw_payload = '{"event":"late"}' where call_id = ${callId}`;
    for (let run = 0; run < 2; run++) await applyMigrations(sql);
    const kept = await sql`
      select payload from whatsapp_call_events where call_id = ${callId} and kind = 'payload' order by id`;
    expect(kept.map(({ payload }) => payload)).toEqual([
      call && before.get(call.id)?.raw_payload,
      { event: "late" },
    ]);
    const [row] = await sql`select raw_payload from whatsapp_calls where call_id = ${callId}`;
    expect(row).toEqual({ raw_payload: null });
  });

  it("has facts from which the stored status follows, in SQL and in core", async () => {
    const derived = await database.sql<{ id: string; status: string; endReason: string | null }[]>`
      select c.id, d.status, d.end_reason as "endReason"
      from whatsapp_calls c, skale_calls.derive_status(c) as d`;
    const bySql = new Map(derived.map(({ id, ...rest }) => [id, rest]));
    for (const { was, is } of pairs()) {
      const expected = { status: was.status, endReason: is.end_reason };
      expect(is.status).toBe(was.status);
      expect(deriveStatus(is)).toEqual(expected);
      expect(bySql.get(is.id)).toEqual(expected);
      expect(is.end_reason !== null).toBe(isTerminal(was.status));
    }
  });

  it("keeps the guide's names: columns, checks, policies, triggers, and indexes that no other one begins with", async () => {
    const isKept = (line: string) => !/idx_whatsapp_calls_(branch_id|user_id|status) /.test(line);
    const guideIndexes = guideSchemaBefore.indexes.filter(isKept);
    expect(guideIndexes).toHaveLength(guideSchemaBefore.indexes.length - 3);

    const nameOf = (line: string) =>
      /^(?:CREATE (?:UNIQUE )?(?:INDEX|TRIGGER) )?(\S+)/.exec(line)?.[1];
    const policyOf = (line: string) => line.split(/ PERMISSIVE | RESTRICTIVE /)[0];
    const now = await readSchema(database.sql, "whatsapp\\_calls");
    for (const kind of ["columns", "constraints", "triggers"] as const) {
      expect(now[kind].map(nameOf)).toEqual(
        expect.arrayContaining(guideSchemaBefore[kind].map(nameOf)),
      );
    }
    expect(guideSchemaBefore.policies).toHaveLength(3);
    expect(now.policies.map(policyOf)).toEqual([
      "whatsapp_calls.Agents delete what they logged",
      ...guideSchemaBefore.policies.map(policyOf),
    ]);
    // Columns are unchanged, except for two that may now be null.
    const relaxed = guideSchemaBefore.columns.map((line) =>
      /\.(contact_phone|direction) /.test(line) ? line.replace(" not null", "") : line,
    );
    expect(now.columns).toEqual(expect.arrayContaining(relaxed));
    // The checks and foreign keys of the guide's columns are unchanged.
    expect(now.constraints).toEqual(expect.arrayContaining(guideSchemaBefore.constraints));
    expect(now.indexes).toEqual(expect.arrayContaining(guideIndexes));
    expect(now.indexes.filter((line) => !isKept(line))).toEqual([]);
  });

  it("has the same schema as a database that was empty", async () => {
    const fresh = await createMigratedDatabase();
    try {
      expect(await readSchema(database.sql, "whatsapp\\_call%")).toEqual(
        await readSchema(fresh.sql, "whatsapp\\_call%"),
      );
    } finally {
      await fresh.drop();
    }
  });

  it("keeps the host's rows and columns, and adds only missing ones", async () => {
    const [host] = await database.sql`
      select (select to_jsonb(b) from branches b) as branch, (select to_jsonb(u) from users u) as agent,
        (select to_jsonb(i) from whatsapp_inboxes i) as inbox, (select to_jsonb(l) from leads l) as lead,
        (select count(*)::int from pg_policies where tablename in ('branches', 'users', 'whatsapp_inboxes', 'leads')) as policies`;
    expect(host).toMatchObject({
      branch: { nombre: "Centro", ciudad: "Puebla", name: null },
      agent: { full_name: "Ana", email: "ana@crm.example", rol: "vendedor" },
      inbox: { etiqueta: "Ventas", name: null, phone_number: null, provider_phone_id: null },
      lead: { nombre: "Luis", telefono: "+525587654321", modelo: "Aveo", branch_id: null },
      policies: 1,
    });
  });

  it("is not changed by a second run, including the host's files", async () => {
    const dump = async () => ({
      schema: await readSchema(database.sql, "%"),
      rows: await Promise.all(
        [
          "branches",
          "users",
          "leads",
          "whatsapp_inboxes",
          "whatsapp_calls",
          "whatsapp_call_events",
        ].map((table) =>
          database.sql.unsafe(`select xmin::text, to_jsonb(t) as row from ${table} t order by id`),
        ),
      ),
    });
    const first = await dump();
    await applyMigrations(database.sql);
    const second = await dump();
    expect(second.schema).toEqual(first.schema);
    expect(second.rows).toEqual(first.rows);
  });

  it("accepts later events: ended calls stay ended, and live calls end", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
    const rows = [...after.values()];
    async function send(kind: StoredEvent["kind"], calls: readonly Row[], fields: object = {}) {
      const records = calls.map(({ call_id }) => ({
        event: {
          id: `${kind}:${call_id}`,
          provider: "ycloud",
          occurredAt: "2026-11-22T10:00:00.000Z",
          callId: call_id,
          kind,
          ...fields,
        } as StoredEvent,
        payload: null,
        bodySha256: "0".repeat(64),
      }));
      const results: RecordedEvent[] = [];
      for (let i = 0; i < records.length; i += 50) {
        results.push(...(await store.recordEvents(records.slice(i, i + 50))));
      }
      return results;
    }
    const statuses = (results: Awaited<ReturnType<typeof send>>) =>
      new Set(results.map(({ call }) => call?.status));
    const over = rows.filter(({ status }) => isTerminal(status));

    for (const kind of ["ringing", "accepted"] as const) {
      for (const { call } of await send(kind, over)) {
        expect(isTerminal(call?.status ?? "iniciando")).toBe(true);
        if (kind === "ringing") expect(call?.status).toBe(after.get(call?.id ?? "")?.status);
      }
    }
    const talking = rows.filter(({ status }) => status === "en_curso");
    const starting = rows.filter(({ status }) => status === "iniciando");
    const ended = { endedAt: "2026-11-22T10:00:30.000Z", durationSeconds: 30 };
    expect(statuses(await send("ringing", talking))).toEqual(new Set(["en_curso"]));
    expect(statuses(await send("terminated", talking, ended))).toEqual(new Set(["completada"]));
    expect(statuses(await send("ringing", starting))).toEqual(new Set(["iniciando"]));
    expect(statuses(await send("accepted", starting))).toEqual(new Set(["en_curso"]));
    expect(statuses(await send("terminated", starting, ended))).toEqual(new Set(["completada"]));
  });
});

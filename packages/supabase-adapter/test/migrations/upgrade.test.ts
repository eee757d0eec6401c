import { eventMatrix, takeBody } from "@skale-calls/core/testing";
import { createDatabase, type TestDatabase } from "@skale-calls/testkit";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSupabaseCallStore } from "../../src/createSupabaseCallStore.ts";
import {
  createMigratedDatabase,
  readHostFile,
  readMigrations,
  withHost,
} from "../applyMigrations.ts";
import { readFixture } from "../readFixture.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";
import { readReleases } from "./readReleases.ts";
import { readSchema } from "./readSchema.ts";

const onEvent = () => {};
const agent = "00000000-0000-4000-8000-0000000000a1";
const branch = "00000000-0000-4000-8000-00000000000a";
const tables = [
  "whatsapp_calls",
  "whatsapp_call_events",
  "whatsapp_call_sessions",
  "whatsapp_call_permissions",
] as const;

/** Rows as the functions of that time wrote them: webhooks of every kind, live sessions, claims, permissions, and the guide's. */
async function fillDatabase(sql: Sql): Promise<void> {
  await seedWorld(sql);
  const store = createSupabaseCallStore({ client: createSqlRpcClient(sql) });
  for (const { row, deliveries } of eventMatrix) {
    // Every row of the matrix has the same call id, so each row gets its own.
    for (const body of deliveries) {
      const text = JSON.stringify(body)
        .replaceAll(/wacid\.[\w.=+/-]+|CA\w+/g, (id) => `${id}.${row}`)
        .replaceAll("evt_", `evt_${row}_`);
      await takeBody({ store, onEvent }, JSON.parse(text)).catch(() => {});
    }
  }
  const dial = { userId: agent, contactPhone: "+525587654321", provider: "ycloud" };
  await store.beginCall({ ...dial, id: "00000000-0000-4000-8000-000000000d01" });
  const offered = (callId: string) =>
    store.recordEvents([
      {
        event: {
          id: `offer:${callId}`,
          provider: "ycloud",
          kind: "offer",
          callId,
          occurredAt: new Date().toISOString(),
          direction: "entrante",
          contact: { phone: "+525587654321", profileName: "Ana" },
          business: { phone: "+5215500000001" },
          session: { sdp: "v=0\r\n" },
        },
        payload: { of: callId },
        bodySha256: "0".repeat(64),
      },
    ]);
  const [ringing] = await offered("live.1");
  await offered("live.2");
  await store.claimCall({ id: ringing?.call?.id ?? "", userId: agent, key: "a".repeat(64) });
  await sql.unsafe(readFixture("guideRows.sql"));
  await sql`
    insert into whatsapp_calls (id, call_id, status, user_id, branch_id, notes)
    values ('00000000-0000-4000-8000-000000000e01', 'manual:00000000-0000-4000-8000-000000000e01', 'iniciando', ${agent}, ${branch}, 'a mano')`;
  await sql`
    insert into whatsapp_call_permissions (contact_key, business_key, branch_id, status, occurred_at, event_id)
    values ('+525587654321', '+525500000001', ${branch}, 'permanent', now(), 'evt_permission') on conflict do nothing`;
}

const longCallId = `wacid.${"x".repeat(300)}`;
const longNotes = "n".repeat(20_000);

/** Texts longer than a later version holds. */
async function fillLongTexts(sql: Sql): Promise<void> {
  await sql`
    insert into whatsapp_calls (call_id, provider_call_id, status, direction, direction_source, contact_name, notes, transcript)
    values (${longCallId}, ${longCallId}, 'iniciando', 'entrante', 'default', ${"ñ".repeat(5120)}, ${longNotes}, ${"t".repeat(1_000_001)})`;
  await sql`
    insert into whatsapp_call_events (provider, event_id, call_id, kind, outcome, error)
    values ('ycloud', 'evt_long', ${longCallId}, 'offer', 'applied', ${"e".repeat(2000)})`;
  await sql`
    insert into whatsapp_call_permissions (contact_key, business_key, status, occurred_at, event_id)
    values (${"k".repeat(300)}, '', 'permanent', now(), 'evt_long_permission')`;
}

type Row = Record<string, unknown> & { id: string };
async function readRows(sql: Sql): Promise<Record<string, Row[]>> {
  const [{ claims }] = await sql<[{ claims: string | null }]>`
    select to_regclass('public.whatsapp_call_claims')::text as claims`;
  const entries = [...tables, ...(claims === null ? [] : [claims])].map(async (table) => {
    const rows = await sql.unsafe<{ row: Row }[]>(
      `select to_jsonb(t) as row from public.${table} t order by id`,
    );
    return [table, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const releases = readReleases();
type Files = readonly { name: string }[];
const isRetired = (files: Files) => files.every(({ name }) => name.startsWith("retired/"));
/** Whether agents could read the payloads and the keys of claims in the rows of calls. */
const hasPrivateColumns = (files: Files) =>
  !files.some(({ name }) => name.endsWith("private_columns.sql"));

describe.each(releases)("a database at version $version", ({ files }) => {
  let database: TestDatabase;
  let before: Record<string, Row[]>;
  let after: Record<string, Row[]>;

  beforeAll(async () => {
    database = await createDatabase();
    const { sql } = database;
    const done = new Set(files.map(({ name }) => name));
    const rest = readMigrations().filter(({ name }) => !done.has(name));
    const [tables, host] = [readHostFile("tables"), readHostFile("host")];
    // A release of the retired series created the host's tables itself, and had no host's file.
    const [first, second] = isRetired(files)
      ? [files.map((file) => file.sql), [tables, ...withHost(host)]]
      : [[tables, ...withHost(host, files)], rest.map((file) => file.sql)];
    for (const script of first) await sql.unsafe(script);
    await fillDatabase(sql);
    before = await readRows(sql);
    if (isRetired(files)) await fillLongTexts(sql);
    for (const script of second) await sql.unsafe(script);
    after = await readRows(sql);
  });
  afterAll(() => database.drop());

  it("had rows of every kind", () => {
    const statuses = new Set(before.whatsapp_calls?.map(({ status }) => status));
    expect(statuses.size).toBe(6);
    for (const rows of Object.values(before)) expect(rows.length).toBeGreaterThan(0);
    expect(before.whatsapp_calls?.some(({ claimed_by }) => claimed_by !== null)).toBe(true);
    const outcomes = new Set(before.whatsapp_call_events?.map(({ outcome }) => outcome));
    expect(outcomes.size).toBeGreaterThan(2);
  });

  it("equals a fresh one when it is upgraded", async () => {
    const fresh = await createMigratedDatabase();
    try {
      expect(await readSchema(database.sql, "%")).toEqual(await readSchema(fresh.sql, "%"));
    } finally {
      await fresh.drop();
    }
  });

  if (isRetired(files)) {
    it("cuts long texts, and keeps them whole in the ledger", async () => {
      const { sql } = database;
      const [call] = await sql<Row[]>`
        select * from whatsapp_calls where call_id like 'wacid.xxx%'`;
      expect(call).toMatchObject({
        contact_name: "ñ".repeat(200),
        notes: "n".repeat(10_000),
        transcript: "t".repeat(1_000_000),
        provider_call_id: call?.call_id,
      });
      const kept = await sql<{ kept: Record<string, string>; call_id: string }[]>`
        select payload as kept, call_id from whatsapp_call_events where event_id like 'long:%'`;
      // Five of the call, one of the permission, three of the ledger: the call's id is in two of its rows.
      expect(kept).toHaveLength(9);
      const texts = Object.assign({}, ...kept.map((row) => row.kept));
      expect(texts).toMatchObject({
        call_id: longCallId,
        provider_call_id: longCallId,
        contact_name: "ñ".repeat(5120),
        notes: longNotes,
        transcript: "t".repeat(1_000_001),
        error: "e".repeat(2000),
        contact_key: "k".repeat(300),
      });
      // The ledger and the call still find each other.
      const [{ rows }] = await sql<[{ rows: number }]>`
        select count(*)::int as rows from whatsapp_call_events where call_id = ${String(call?.call_id)}`;
      expect(rows).toBeGreaterThan(5);
      await sql`delete from whatsapp_calls where id = ${String(call?.id)}`;
      await sql`delete from whatsapp_call_permissions where event_id = 'evt_long_permission'`;
      after = await readRows(sql);
    });
  }

  it("loses nothing", () => {
    expect(after.whatsapp_call_sessions).toEqual(before.whatsapp_call_sessions);
    expect(after.whatsapp_call_permissions).toEqual(before.whatsapp_call_permissions);
    expect(after.whatsapp_call_events).toEqual(
      expect.arrayContaining(before.whatsapp_call_events ?? []),
    );
    expect(after.whatsapp_calls?.map(({ id }) => id)).toEqual(
      before.whatsapp_calls?.map(({ id }) => id),
    );
    const now = new Map(after.whatsapp_calls?.map((row) => [row.id, row]));
    for (const row of before.whatsapp_calls ?? []) {
      // The facts of rows that the guide's functions wrote in between are filled in: see guideMigration.test.ts.
      const { raw_payload, claimed_key, ...kept } = row;
      const { status, updated_at } = row;
      const isGuides = row.direction !== null && row.direction_source === null;
      expect(now.get(row.id)).toMatchObject(isGuides ? { status, updated_at } : kept);
    }
  });

  it("keeps permissions valid, and adds new answers to them", async () => {
    const read = async () => {
      const [row] = await database.sql`
        select skale_calls.call_permission(
          skale_calls.contact_keys('+525587654321'), array['+525500000001'], max(occurred_at)
        ) ->> 'status' as status
        from whatsapp_call_permissions where contact_key = '+525587654321'`;
      return row?.status;
    };
    expect(await read()).toMatch(/^(?:temporary|permanent)$/);
    await database.sql`
      insert into whatsapp_call_permissions (contact_key, business_key, status, occurred_at, event_id)
      select contact_key, business_key, 'no_permission', max(occurred_at) + interval '1 s', 'evt_later'
      from whatsapp_call_permissions where contact_key = '+525587654321' group by 1, 2`;
    expect(await read()).toBe("revoked");
    await database.sql`delete from whatsapp_call_permissions where event_id = 'evt_later'`;
  });

  if (hasPrivateColumns(files)) {
    it("keeps payloads in the ledger, each once, and the keys of claims in their own table: agents can read neither", async () => {
      const payloads = new Map<unknown, string[]>();
      for (const { call_id, payload } of after.whatsapp_call_events ?? []) {
        payloads.set(call_id, [...(payloads.get(call_id) ?? []), JSON.stringify(payload)]);
      }
      const rows = before.whatsapp_calls?.filter(({ raw_payload }) => raw_payload !== null) ?? [];
      for (const { call_id, raw_payload } of rows) {
        const same = payloads.get(call_id)?.filter((text) => text === JSON.stringify(raw_payload));
        expect(same).toHaveLength(1);
      }
      const kept = after.whatsapp_call_events?.filter(({ kind }) => kind === "payload");
      const guides = rows.filter(({ direction_source }) => direction_source === null);
      expect(guides.length).toBeGreaterThan(0);
      expect(kept).toHaveLength(guides.length);
      expect(new Set(after.whatsapp_calls?.map(({ raw_payload }) => raw_payload))).toEqual(
        new Set([null]),
      );
      const claimed =
        before.whatsapp_calls?.filter(({ claimed_key }) => claimed_key !== null) ?? [];
      expect(after.whatsapp_call_claims).toEqual(
        claimed.map(({ id, claimed_key }) => ({ id, key: claimed_key, accepts: 0 })),
      );
      expect(claimed.length).toBeGreaterThan(0);
      expect(after.whatsapp_calls?.[0]).not.toHaveProperty("claimed_key");
    });
  } else {
    it("keeps the keys of claims", () => {
      expect(after.whatsapp_call_claims).toEqual(before.whatsapp_call_claims);
    });
  }

  it("is not changed by a second run of the migrations", async () => {
    const dump = async () => [await readSchema(database.sql, "%"), await readRows(database.sql)];
    const run = async () => {
      for (const { sql } of readMigrations()) await database.sql.unsafe(sql);
    };
    // The rows of the guide's functions came after a version of the line: this run fills in their facts.
    if (files.some(({ name }) => !name.startsWith("retired/"))) await run();
    const first = await dump();
    await run();
    expect(await dump()).toEqual(first);
    // The file also runs alone. It then finds no key to move.
    const columns = readMigrations().find(({ name }) => name.endsWith("private_columns.sql"));
    await database.sql.unsafe(columns?.sql ?? "");
    expect(await dump()).toEqual(first);
  });

  it("accepts webhooks, claims and a sweep", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
    const live = after.whatsapp_calls?.find(({ call_id }) => call_id === "live.2");
    const claim = { id: live?.id ?? "", userId: agent, key: "k" };
    expect((await store.claimCall(claim)).outcome).toBe("claimed");
    expect((await store.findCall(claim))?.agent).toEqual({ id: agent, branchId: branch });
    expect((await store.sweepCalls()).expired.length).toBeGreaterThan(0);
    await forgetCalls(database.sql);
  });
});

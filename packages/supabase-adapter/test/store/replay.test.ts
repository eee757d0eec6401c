import {
  flatWebhooks,
  metaWebhooks,
  takeWebhook,
  type WebhookSource,
  ycloudWebhooks,
} from "@skale-calls/core";
import {
  contractWorld,
  flatEvent,
  metaItems,
  metaWebhook,
  ycloudEvent,
  ycloudFixtures,
} from "@skale-calls/core/testing";
import type { TestDatabase } from "@skale-calls/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createSupabaseCallStore } from "../../src/createSupabaseCallStore.ts";
import { runReplay } from "../../src/replay/replayCli.ts";
import { type ReplayOptions, replayLedger } from "../../src/replay/replayLedger.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { forgetCalls, seedWorld } from "../seedWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
  await seedWorld(database.sql);
});
beforeEach(() => forgetCalls(database.sql));
afterAll(() => database.drop());

const sources: Readonly<Record<string, WebhookSource>> = {
  ycloud: ycloudWebhooks({ secrets: [] }),
  meta: metaWebhooks({ secrets: [] }),
  flat: flatWebhooks({ token: "" }),
};

const receivedAt = new Date("2026-11-26T10:00:00.500Z");

/** Stores a webhook as the handler does after its signature was verified. */
async function deliver(name: "ycloud" | "meta" | "flat", body: unknown, source = sources[name]) {
  const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
  const rawBody = new TextEncoder().encode(JSON.stringify(body));
  const delivery = {
    rawBody,
    headers: new Headers(),
    url: "https://x.example",
    receivedAt,
  };
  if (source === undefined) throw new Error(`There is no source ${name}.`);
  await takeWebhook({ store, onEvent() {} }, source, delivery).catch(() => undefined);
}

const replay = (options: Partial<ReplayOptions> = {}) =>
  replayLedger({
    client: createSqlRpcClient(database.sql),
    sources: Object.values(sources),
    ...options,
  });

const readCalls = () =>
  database.sql`select to_jsonb(c) as call from whatsapp_calls c order by call_id`;
const readLedger = () =>
  database.sql`select to_jsonb(e) as entry from whatsapp_call_events e order by id`;
const readAll = async () => JSON.stringify([await readCalls(), await readLedger()]);

/** An older version of the parser, which did not understand this sender. */
const blind = (source: WebhookSource): WebhookSource => ({
  ...source,
  parse: (delivery) =>
    source.parse(delivery).map(({ id, provider, occurredAt, raw, ...event }) => ({
      kind: "unknown",
      id: source.givesEventIds ? id : id.replace(event.kind, "unknown"),
      provider,
      occurredAt,
      raw,
      aboutCalls: true,
    })),
});

const everything = [
  ...Object.values(ycloudFixtures).map((body) => ["ycloud", body] as const),
  ["meta", metaWebhook("calls", { calls: [metaItems.offer, metaItems.completed] })] as const,
  ["meta", metaWebhook("calls", { statuses: [metaItems.ringing, metaItems.accepted] })] as const,
  [
    "flat",
    flatEvent("completed", {
      duration: 7,
      transcript: "Hola",
      recording_url: "https://x.example/a",
    }),
  ] as const,
];

describe("what had its effect", () => {
  it("is not changed by a replay, whatever the batches are", async () => {
    for (const [name, body] of everything) await deliver(name, body);
    const before = await readAll();
    const changes: unknown[] = [];
    for (const batchSize of [3, 50]) {
      const progress = await replay({ batchSize, onChange: (entry) => changes.push(entry) });
      expect(progress).toMatchObject({ changed: 0, failed: 0, isDone: true });
      expect(progress.read).toBe(progress.total);
      expect(progress.skipped).toMatchObject({ no_source: 0, read_otherwise: 0 });
      expect(progress.unchanged).toBeGreaterThan(20);
    }
    expect(changes).toEqual([]);
    expect(await readAll()).toBe(before);
  });

  it("makes a lost call again", async () => {
    const bodies = [ycloudFixtures.offer, ycloudFixtures.completed];
    for (const body of bodies) await deliver("ycloud", body);
    const comparable = async () => {
      const calls = await readCalls();
      return calls.map(({ call: { id, created_at, updated_at, ...call } }) => call);
    };
    const before = await comparable();
    expect(before.length).toBeGreaterThan(0);
    await database.sql`delete from whatsapp_calls`;
    expect(await replay({ dryRun: true })).toMatchObject({ changed: 2 });
    expect(await readCalls()).toEqual([]);
    expect(await replay()).toMatchObject({ changed: 2 });
    expect(await comparable()).toEqual(before);
    const sessions = await database.sql`select from whatsapp_call_sessions`;
    expect(sessions).toHaveLength(0);
  });

  it("makes a lost call again with the time of its first entry, so that it is none of today's", async () => {
    await deliver("ycloud", ycloudFixtures.ringing);
    await database.sql`update whatsapp_call_events set received_at = '2026-06-03T10:00:00Z'`;
    await database.sql`delete from whatsapp_calls`;
    // Today's dial to the same contact waits for the webhooks of its call.
    const [{ contact } = { contact: "" }] = await database.sql<{ contact: string }[]>`
      select payload #>> '{whatsappCalling,to}' as contact from whatsapp_call_events`;
    const store = createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });
    const id = "00000000-0000-4000-8000-000000000d02";
    const [ana] = contractWorld.agents;
    await store.beginCall({ id, userId: ana.id, contactPhone: contact, provider: "ycloud" });
    await database.sql`update whatsapp_calls set unclear_at = now() where id = ${id}`;
    expect(await replay()).toMatchObject({ changed: 1 });
    const rows = await database.sql`
      select call_id like 'pending:%' as pending, created_at from whatsapp_calls order by created_at`;
    expect(rows).toMatchObject([
      { pending: false, created_at: new Date("2026-06-03T10:00:00Z") },
      { pending: true },
    ]);
  });

  it("is found by the call's own id and by the provider's", async () => {
    for (const [name, body] of everything) await deliver(name, body);
    const [call] = await database.sql<{ id: string; call_id: string; entries: number }[]>`
      select c.id, c.call_id, count(*)::int as entries
      from whatsapp_calls c join whatsapp_call_events e using (call_id) group by c.id order by 3 desc`;
    expect(call?.entries).toBeGreaterThan(1);
    for (const callId of [call?.id ?? "", call?.call_id ?? ""]) {
      expect(await replay({ callId })).toMatchObject({ total: call?.entries, read: call?.entries });
    }
  });

  it("is replayed without a total if the database has no time to count", async () => {
    await deliver("ycloud", ycloudFixtures.ringing);
    const { rpc } = createSqlRpcClient(database.sql);
    const client: ReplayOptions["client"] = {
      rpc: async (name, args) =>
        JSON.stringify(args).includes('"count":true')
          ? { data: null, error: { message: "timeout", code: "57014" }, status: 500 }
          : rpc(name, args),
    };
    expect(await replay({ client })).toMatchObject({ total: null, read: 1, isDone: true });
  });
});

describe("what was not understood", () => {
  it.each(["ycloud", "meta", "flat"] as const)("from %s has its effect, once", async (name) => {
    const bodies = everything.filter(([sender]) => sender === name).map(([, body]) => body);
    for (const body of bodies) await deliver(name, body);
    const expected = await readCalls();
    const facts = (rows: typeof expected) =>
      rows.map(({ call: { id, created_at, updated_at, inbox_id, ...call } }) => call);
    const outcomes = await readLedger();
    await forgetCalls(database.sql);

    for (const body of bodies) await deliver(name, body, blind(sources[name] as WebhookSource));
    expect(await readCalls()).toEqual([]);
    const dark = await readAll();
    const dry = await replay({ dryRun: true });
    expect(await readAll()).toBe(dark);
    const progress = await replay();
    expect({ ...progress, place: null }).toEqual({ ...dry, place: null });
    expect(progress.changed).toBeGreaterThan(0);
    expect(facts(await readCalls())).toEqual(facts(expected));
    const kinds = (rows: typeof outcomes) => rows.map(({ entry: { kind } }) => kind).sort();
    expect(kinds(await readLedger()).filter((kind) => kind !== "unknown")).toEqual(
      kinds(outcomes).filter((kind) => kind !== "unknown"),
    );

    // A sender that repeats its webhooks changes nothing, and neither does a second replay.
    const after = await readAll();
    for (const body of bodies) await deliver(name, body);
    expect(await readCalls()).toEqual(JSON.parse(after)[0]);
    expect(await replay()).toMatchObject({ changed: 0 });
  });
});

describe("a dead letter", () => {
  const dead = { ...ycloudEvent("completed"), id: "evt_dead" };

  const bystander = ycloudEvent("ringing");

  async function bury() {
    await deliver("ycloud", bystander);
    await deliver("ycloud", dead);
    // A version before had a rule that refused the event.
    await database.sql`delete from whatsapp_calls`;
    await database.sql`
      update whatsapp_call_events set outcome = 'dead_letter', error = 'refused', occurred_at = null
      where event_id = 'evt_dead'`;
  }

  it("that works now is marked with its outcome, and keeps its id and its time", async () => {
    await bury();
    const [before] =
      await database.sql`select * from whatsapp_call_events where event_id = 'evt_dead'`;
    const changes: object[] = [];
    expect(
      await replay({ outcomes: ["dead_letter"], onChange: (entry) => changes.push(entry) }),
    ).toMatchObject({ total: 1, read: 1, changed: 1, stillDead: 0 });
    const [after] =
      await database.sql`select * from whatsapp_call_events where event_id = 'evt_dead'`;
    expect(after).toEqual({
      ...before,
      outcome: "applied",
      error: null,
      occurred_at: expect.any(Date),
    });
    expect(changes).toMatchObject([
      {
        before: { outcome: "dead_letter", status: null },
        after: { outcome: "applied", status: "completada" },
        columns: expect.arrayContaining(["duration_seconds", "ended_at"]),
      },
    ]);
    expect(await replay({ outcomes: ["dead_letter"] })).toMatchObject({ total: 0, read: 0 });
  });

  it("that is still refused stays as it is, and harms no other", async () => {
    await bury();
    const [{ call_id } = { call_id: "" }] = await database.sql<{ call_id: string }[]>`
      select call_id from whatsapp_call_events where event_id = 'evt_dead'`;
    await database.sql.unsafe(
      `alter table whatsapp_calls add constraint no_calls check (call_id <> '${call_id}')`,
    );
    try {
      const before = await readLedger();
      expect(await replay()).toMatchObject({ stillDead: 1, failed: 0, changed: 1 });
      expect((await readLedger()).filter(({ entry }) => entry.event_id === "evt_dead")).toEqual(
        before.filter(({ entry }) => entry.event_id === "evt_dead"),
      );
    } finally {
      await database.sql`alter table whatsapp_calls drop constraint no_calls`;
    }
  });
});

it("continues after a failure where it ended, and loses nothing", async () => {
  for (const [name, body] of everything)
    await deliver(name, body, blind(sources[name] as WebhookSource));
  const rpc = createSqlRpcClient(database.sql);
  let left = 3;
  const broken = {
    rpc: async (name: string, args?: object) => {
      if (name.startsWith("replay") && left-- === 0) {
        return { data: null, error: { message: "gone", code: "08006" }, status: 500 };
      }
      return rpc.rpc(name, args);
    },
  };
  let reached: ReplayOptions["after"];
  const rows = (await readLedger()).length;
  await expect(
    replay({
      client: broken,
      batchSize: 4,
      onProgress: ({ place }) => {
        reached = place ?? undefined;
      },
    }),
  ).rejects.toMatchObject({ code: "store_unavailable" });
  expect((await readLedger()).length).toBeGreaterThanOrEqual(rows);
  expect(reached).toBeDefined();
  expect(await replay({ ...(reached && { after: reached }) })).toMatchObject({ isDone: true });
  expect(await replay()).toMatchObject({ changed: 0 });
  expect((await readCalls()).length).toBeGreaterThan(2);
});

describe("the command", () => {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const output = {
      log: (text: string) => lines.push(text),
      error: (text: string) => lines.push(text),
    };
    const code = await runReplay(args, { output, env: { DATABASE_URL: database.url } });
    return { code, text: lines.join("\n") };
  };

  it("tells what it would change, then changes it, without numbers and payloads", async () => {
    for (const [name, body] of everything)
      await deliver(name, body, blind(sources[name] as WebhookSource));
    const [{ id } = { id: 0 }] =
      await database.sql`select min(id)::int as id from whatsapp_call_events`;
    const dry = await run("--outcome", "all", "--dry-run", "--batch", "5");
    expect(dry.code).toBe(0);
    expect(dry.text).toMatch(
      new RegExp(`#${id} ycloud; unknown no_change -> offer applied; call `),
    );
    expect(dry.text).toMatch(/would change/);
    expect(await readCalls()).toEqual([]);
    const real = await run("--outcome", "all");
    expect(real.text).toMatch(/\d+ entries: \d+ changed/);
    for (const { text } of [dry, real]) expect(text).not.toMatch(/\+?52\d{8}|v=0|Hola/);
    expect((await readCalls()).length).toBeGreaterThan(0);
    expect((await run()).text).toMatch(/^0 of 0 read/);
    expect((await run("--outcome", "all", "--provider", "acme")).text).toMatch(/0 entries/);
  });

  it.each([
    [["--outcome", "lost"], /--outcome must be/],
    [["--from", "soon"], /--from is not a time/],
    [["--after", "12"], /--after is not a place/],
    [["--batch", "0"], /--batch must be/],
    [["--colour"], /Usage: skale-calls-replay/],
  ])("refuses %j", async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 2, text: expect.stringMatching(message) });
  });

  it("needs a database", async () => {
    const output = { log() {}, error() {} };
    expect(await runReplay([], { output, env: {} })).toBe(2);
  });
});

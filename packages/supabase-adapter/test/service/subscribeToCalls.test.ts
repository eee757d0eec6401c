import type { CallsError } from "@skale-calls/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type CallsClient,
  createCallService,
  createSupabaseCallStore,
  type SubscribeToCallsOptions,
  type SubscriptionStatus,
} from "../../src/index.ts";
import { readingTimeout } from "../../src/live/createPoll.ts";
import { createRealtime } from "../createRealtime.ts";
import { createTestClock, type TestClock } from "../createTestClock.ts";
import { createTestPage } from "../createTestPage.ts";
import { forgetCalls } from "../seedWorld.ts";
import { branchA, branchB, type ServiceWorld, startServiceWorld } from "../serviceWorld.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let world: ServiceWorld;
let clock: TestClock;
let told: string[];
let statuses: SubscriptionStatus[];
let stop: (() => void) | undefined;

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => {}); // The API's server prints refused requests.
  world = await startServiceWorld();
});
beforeEach(async () => {
  stop?.();
  delete world.answers.fetch;
  await forgetCalls(world.sql);
  clock = createTestClock(readingTimeout);
  told = [];
  statuses = [];
});
afterAll(async () => {
  stop?.();
  vi.restoreAllMocks();
  await world.stop();
});

/** The changes reported since the last call of this function. */
const takeTold = () => told.splice(0);

function withoutRealtime({ client }: ServiceWorld): CallsClient {
  return {
    from: client.from.bind(client),
    rpc: client.rpc.bind(client),
    auth: client.auth,
  } as CallsClient;
}

async function subscribe(
  client: CallsClient = withoutRealtime(world),
  options: Partial<SubscribeToCallsOptions> = {},
): Promise<number> {
  stop = createCallService(client, { ...world.options, clock }).subscribeToCalls({
    onChange: (call, kind) => told.push(`${kind} ${call.call_id} ${call.status}`),
    onStatus: (status) => statuses.push(status),
    ...options,
  });
  return clock.pause();
}

const insert = (callId: string, branch: string | null = branchA, sql = world.sql) =>
  sql`insert into whatsapp_calls (call_id, direction, status, branch_id)
    values (${callId}, 'entrante', 'iniciando', ${branch})`;
const setStatus = (callId: string, status: string) =>
  world.sql`update whatsapp_calls set status = ${status} where call_id = ${callId}`;

describe("without Realtime", () => {
  it("reports every change once, every 1.1 s", async () => {
    await insert("before");
    expect(await subscribe()).toBe(1100);
    expect(statuses).toEqual(["polling"]);
    await clock.ring();
    expect(takeTold()).toEqual([]);

    await insert("one");
    await insert("unassigned", null);
    await insert("other", branchB);
    expect(await clock.ring()).toBe(1100);
    expect(takeTold()).toEqual(["inserted one iniciando", "inserted unassigned iniciando"]);

    await setStatus("one", "en_curso");
    await setStatus("before", "completada");
    await clock.ring();
    await clock.ring();
    expect(takeTold()).toEqual(["updated one en_curso", "updated before completada"]);
  });

  it("reports the first call when there were none", async () => {
    await subscribe();
    await insert("first");
    await clock.ring();
    expect(takeTold()).toEqual(["inserted first iniciando"]);
  });

  it("accepts rows of the guide without timestamps, and reports their changes", async () => {
    await insert("old");
    await world.sql`alter table whatsapp_calls disable trigger user`;
    await world.sql`update whatsapp_calls set created_at = null, updated_at = null`;
    await world.sql`alter table whatsapp_calls enable trigger user`;
    await subscribe();
    await clock.ring();
    expect(takeTold()).toEqual([]);
    await setStatus("old", "completada");
    await clock.ring();
    expect(takeTold()).toEqual(["updated old completada"]);
    expect(statuses).toEqual(["polling"]);
  });

  it("can be limited to one branch", async () => {
    await subscribe(withoutRealtime(world), { branchId: branchA });
    await insert("unassigned", null);
    await insert("own");
    await clock.ring();
    expect(takeTold()).toEqual(["inserted own iniciando"]);
  });

  it("reports changes of a transaction that began earlier and ended later", async () => {
    await insert("before");
    await subscribe();
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = world.sql.begin(async (transaction) => {
      await insert("slow", branchA, transaction as unknown as typeof world.sql);
      began.resolve();
      await goOn.promise;
    });
    await began.promise;
    await insert("fast");
    await clock.ring();
    expect(takeTold()).toEqual(["inserted fast iniciando"]);
    goOn.resolve();
    await slow;
    await clock.ring();
    expect(takeTold()).toEqual(["inserted slow iniciando"]);
  });

  it("reads more changes than one answer holds, even if all have the same time", async () => {
    await subscribe();
    await world.sql`
      insert into whatsapp_calls (call_id, direction, status, branch_id)
      select 'wacid.' || n, 'entrante', 'iniciando', ${branchA} from generate_series(1, 450) as n`;
    await clock.ring();
    expect(new Set(takeTold()).size).toBe(450);
    await clock.ring();
    expect(takeTold()).toEqual([]);
  });

  it("reports a ghost as removed after it was merged with the dialled call", async () => {
    const store = createSupabaseCallStore({ client: createSqlRpcClient(world.sql) });
    await subscribe();
    const id = "00000000-0000-4000-8000-0000000000d1";
    await store.beginCall({
      id,
      userId: world.agentId,
      contactPhone: "+525587654321",
      provider: "ycloud",
    });
    const event = {
      id: "e1",
      provider: "ycloud",
      kind: "ringing",
      callId: "wacid.g",
      direction: "saliente",
      occurredAt: new Date().toISOString(),
      business: { phone: "+525500000001" },
    } as const;
    await store.recordEvents([{ event, payload: null, bodySha256: "0" }]);
    await clock.ring();
    expect(takeTold()).toEqual([`inserted pending:${id} iniciando`, "inserted wacid.g iniciando"]);
    await store.attachCall({ id, callId: "wacid.g", provider: "ycloud" });
    await clock.ring();
    expect(takeTold()).toEqual(["removed wacid.g iniciando", "updated wacid.g iniciando"]);
  });

  it("continues after failures at growing intervals, and reports its status", async () => {
    await insert("before");
    await subscribe();
    let error: CallsError | undefined;
    stop?.();
    await subscribe(withoutRealtime(world), {
      onStatus: (status, cause) => {
        statuses.push(status);
        error = cause;
      },
    });
    statuses.length = 0;
    world.answers.fetch = () => Promise.reject(new TypeError("fetch failed"));
    const pauses: number[] = [];
    for (let i = 0; i < 6; i++) pauses.push(await clock.ring());
    expect(pauses).toEqual([2200, 4400, 8800, 17_600, 30_000, 30_000]);
    expect(statuses).toEqual(["offline"]);
    expect(error).toMatchObject({ code: "store_unavailable" });
    delete world.answers.fetch;
    await insert("meanwhile");
    expect(await clock.ring()).toBe(1100);
    expect(statuses).toEqual(["offline", "polling"]);
    expect(takeTold()).toEqual(["inserted meanwhile iniciando"]);
  });

  it("starts as soon as the API can be reached", async () => {
    world.answers.fetch = () => Promise.reject(new TypeError("fetch failed"));
    expect(await subscribe()).toBe(2200);
    delete world.answers.fetch;
    await clock.ring();
    await insert("one");
    await clock.ring();
    expect(statuses).toEqual(["offline", "polling"]);
    expect(takeTold()).toEqual(["inserted one iniciando"]);
  });

  it("ends through the returned function and through the signal", async () => {
    await subscribe();
    stop?.();
    expect(clock.isSet()).toBe(false);

    const ending = new AbortController();
    await subscribe(withoutRealtime(world), { signal: ending.signal });
    await insert("one");
    ending.abort();
    expect(clock.isSet()).toBe(false);
    expect(takeTold()).toEqual([]);

    statuses.length = 0;
    createCallService(withoutRealtime(world), { ...world.options, clock }).subscribeToCalls({
      signal: AbortSignal.abort(),
      onChange: () => told.push("never"),
      onStatus: (status) => statuses.push(status),
    });
    expect({ told, statuses, set: clock.isSet() }).toEqual({ told: [], statuses: [], set: false });
  });
});

describe("with Realtime", () => {
  it("reads on Realtime's events, and polls only as a safety net", async () => {
    const realtime = createRealtime(withoutRealtime(world));
    await subscribe(realtime.client);
    expect(realtime.filters).toEqual([
      { type: "postgres_changes", event: "*", schema: "public", table: "whatsapp_calls" },
    ]);
    realtime.state("SUBSCRIBED");
    await vi.waitFor(() => expect(statuses).toEqual(["polling", "realtime"]));
    expect(await clock.pause()).toBe(30_000);

    await insert("one");
    realtime.say({ eventType: "INSERT", old: {} });
    realtime.say({ eventType: "UPDATE", old: {} });
    // The last reading was a moment ago.
    await vi.waitFor(async () => expect(await clock.pause()).toBe(1100));
    expect(await clock.ring()).toBe(30_000);
    expect(takeTold()).toEqual(["inserted one iniciando"]);

    // The poll finds a change that Realtime did not report.
    await setStatus("one", "completada");
    await clock.ring();
    expect(takeTold()).toEqual(["updated one completada"]);
  });

  it("reports the deletion of calls that it reported before", async () => {
    const realtime = createRealtime(withoutRealtime(world));
    await subscribe(realtime.client);
    await insert("one");
    await clock.ring();
    takeTold();
    const [row] = await world.sql<[{ id: string }]>`delete from whatsapp_calls returning id`;
    realtime.say({ eventType: "DELETE", old: { id: row.id } });
    realtime.say({ eventType: "DELETE", old: { id: row.id } });
    await clock.pause();
    await vi.waitFor(() => expect(told).toEqual(["removed one iniciando"]));
  });

  it.each(["CHANNEL_ERROR", "TIMED_OUT", "CLOSED"])("polls again after %s", async (state) => {
    const realtime = createRealtime(withoutRealtime(world));
    await subscribe(realtime.client);
    realtime.state("SUBSCRIBED");
    await vi.waitFor(async () => expect(await clock.pause()).toBe(30_000));
    realtime.state(state);
    await vi.waitFor(async () => expect(await clock.pause()).toBe(1100));
    expect(statuses).toEqual(["polling", "realtime", "polling"]);
    await insert("one");
    await clock.ring();
    expect(takeTold()).toEqual(["inserted one iniciando"]);
  });

  it("reads at once when the page becomes visible, if the last reading is old", async () => {
    const realtime = createRealtime(withoutRealtime(world));
    const { page, set } = createTestPage();
    const service = createCallService(realtime.client, { ...world.options, clock, page });
    stop = service.subscribeToCalls({ onChange: (call) => told.push(call.call_id) });
    realtime.state("SUBSCRIBED");
    await vi.waitFor(async () => expect(await clock.pause()).toBe(30_000));
    set("hidden");
    expect(await clock.pause()).toBe(30_000);
    set("visible");
    expect(await clock.pause()).toBe(1100);
  });

  it("leaves the channel at the end", async () => {
    const realtime = createRealtime(withoutRealtime(world));
    await subscribe(realtime.client);
    stop?.();
    expect(realtime.removed).toEqual([realtime.channel]);
    realtime.state("CLOSED");
    expect(clock.isSet()).toBe(false);
  });
});

describe("several subscriptions of one service", () => {
  it("share one reader, which ends with the last of them", async () => {
    let requests = 0;
    world.answers.fetch = () => {
      requests++;
      return undefined;
    };
    const service = createCallService(withoutRealtime(world), { ...world.options, clock });
    const stops = ["first", "second"].map((name) =>
      service.subscribeToCalls({
        onChange: (call, kind) => told.push(`${name}: ${kind} ${call.call_id}`),
        onStatus: (status) => statuses.push(status),
      }),
    );
    await clock.pause();
    const started = requests;
    await insert("one");
    await clock.ring();
    expect(requests).toBe(started + 1);
    expect(takeTold()).toEqual(["first: inserted one", "second: inserted one"]);
    expect(statuses).toEqual(["polling", "polling"]);

    stops[0]?.();
    stops[0]?.();
    // A later subscriber receives the current status and new changes.
    stops.push(
      service.subscribeToCalls({
        branchId: branchB,
        onChange: () => told.push("not of this branch"),
        onStatus: (status) => statuses.push(`later: ${status}` as SubscriptionStatus),
      }),
    );
    await setStatus("one", "en_curso");
    await clock.ring();
    expect(takeTold()).toEqual(["second: updated one"]);
    expect(statuses.at(-1)).toBe("later: polling");
    for (const end of stops) end();
    expect(clock.isSet()).toBe(false);
  });
});

describe("without a signed-in agent", () => {
  it("sends no request until an agent signs in", async () => {
    let token: string | null = null;
    let requests = 0;
    world.answers.fetch = () => {
      requests++;
      return undefined;
    };
    const service = createCallService(withoutRealtime(world), {
      ...world.options,
      getAccessToken: () => token,
      clock,
    });
    stop = service.subscribeToCalls({
      onChange: (call) => told.push(call.call_id),
      onStatus: (status) => statuses.push(status),
    });
    await clock.pause();
    await clock.ring();
    expect(await service.fetchRingingCalls()).toEqual([]);
    expect(await service.fetchLiveCalls([branchA])).toEqual([]);
    expect([requests, statuses]).toEqual([0, []]);
    token = "of the client";
    await clock.ring();
    expect(statuses).toEqual(["polling"]);
    await insert("one");
    await clock.ring();
    expect(takeTold()).toEqual(["one"]);
  });
});

describe("sessions", () => {
  const sdp = "v=0\r\n";
  async function ring(callId: string, ringsUntil: Date) {
    await insert(callId);
    await world.sql`
      insert into whatsapp_call_sessions (id, sdp_type, sdp, rings_until)
      select id, 'offer', ${sdp}, ${ringsUntil} from whatsapp_calls where call_id = ${callId}`;
  }

  it("ringing calls are decided by the database's clock and have their offers", async () => {
    const service = createCallService(withoutRealtime(world), world.options);
    await ring("rings", new Date(Date.now() + 60_000));
    await ring("lapsed", new Date(Date.now() - 1));
    await insert("no offer");
    await ring("over", new Date(Date.now() + 60_000));
    await world.sql`update whatsapp_calls set status = 'en_curso' where call_id = 'over'`;
    const [ringing, ...others] = await service.fetchRingingCalls();
    expect(others).toEqual([]);
    const session = { type: "offer", sdp };
    expect(ringing).toMatchObject({ call: { status: "iniciando", id: ringing?.id }, session });

    const rows = await world.sql<{ id: string }[]>`select id from whatsapp_calls order by call_id`;
    const calls = await service.fetchLiveCalls(rows.map(({ id }) => id));
    const sessions = calls.map((call) => call.session?.type ?? null);
    expect(sessions.sort()).toEqual(["offer", "offer", "offer", null].sort());
    expect(await service.fetchLiveCalls([branchA])).toEqual([]);
  });
});

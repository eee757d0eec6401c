import {
  type CallHandlerDeps,
  type CallHours,
  createCallHandler,
  isOpen,
  type StoredEvent,
} from "@skale-calls/core";
import { accountKeys, callHoursSchema, newestFacts } from "@skale-calls/core/internal";
import {
  contractWorld,
  createFakeCallProvider,
  createMemoryCallStore,
  takeBody,
} from "@skale-calls/core/testing";
import type { TestDatabase } from "@skale-calls/testkit";
import { createClient } from "@supabase/supabase-js";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ordersOf, withRepetitions } from "../../../core/src/testing/histories.ts";
import { createCallService, createSupabaseCallStore } from "../../src/index.ts";
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

const [ana, , eva] = contractWorld.agents;
const [inboxA, inboxB] = contractWorld.inboxes;
const store = () => createSupabaseCallStore({ client: createSqlRpcClient(database.sql) });

// Account events: any order ends in the same state, in TypeScript and in SQL.

const restriction = fc.constantFrom(
  { reason: null, until: null },
  { reason: "é", until: "2026-12-03T10:00:00.000Z" },
);
const accountEvent = fc.record({
  occurredAt: fc
    .integer({ min: 0, max: 3 })
    .map((second) => new Date(Date.UTC(2026, 10, 26, 10, 0, second)).toISOString()),
  about: fc.constantFrom(
    { business: { phoneId: inboxA.providerPhoneId } },
    { business: { phone: "+5215500000001" } },
    { business: { phone: "+525500000001", phoneId: inboxA.providerPhoneId } },
    { business: { phone: "+525500000002" } },
    { business: { phoneId: "9" } },
    { accountId: "waba.1" },
    { accountId: "waba.2" },
  ),
  facts: fc.record(
    {
      calling_status: fc.constantFrom("ENABLED", "DISABLED"),
      messaging_limit: fc.constantFrom("TIER_250", "TIER_2K"),
      account_id: fc.constantFrom("waba.1", "waba.2"),
      // They join the number of an inbox without an id with the events of this id.
      phone_id: fc.constantFrom("9", inboxA.providerPhoneId),
      call_hours: fc.constant(null),
      restrictions: fc.constantFrom([], [{ type: "R", reason: null, until: null }]),
      "restriction:R": restriction,
      "template:ask:es_MX": fc.constantFrom("APPROVED", "PAUSED"),
    },
    { requiredKeys: [] },
  ),
});
const accountHistory = fc
  .array(accountEvent, { minLength: 2, maxLength: 6 })
  // Ids whose order is another one in code points than in UTF-16.
  .map((events) =>
    events.map(({ about, ...event }, index) => ({
      kind: "account" as const,
      provider: "ycloud",
      id: `${["a", "B", "\u{1F600}", "\uFF5E", "é", "10"][index]}`,
      ...about,
      ...event,
    })),
  );

const toRecords = (events: readonly Omit<StoredEvent, never>[], of: string) =>
  events.map((event) => ({
    event: { ...event, provider: `${of}` } as StoredEvent,
    payload: null,
    bodySha256: event.id,
  }));

async function readState(from: ReturnType<typeof store>) {
  const states = [
    await from.findAvailability({ userId: ana.id }),
    await from.findAvailability({ userId: eva.id, inboxId: inboxB.id }),
  ];
  return states.map((found) => {
    if (found.outcome !== "found") throw new Error(found.outcome);
    return Object.fromEntries(
      found.state.facts.map(({ fact, value, eventId, occurredAt }) => [
        fact,
        { value, eventId, at: Date.parse(occurredAt) },
      ]),
    );
  });
}

it("account events end in the same state in every order, and in SQL as in TypeScript", async () => {
  const histories = fc.sample(accountHistory, { numRuns: 10, seed: 20_261_126 });
  let compared = 0;
  for (const events of histories) {
    const memory = createMemoryCallStore(contractWorld);
    await memory.recordEvents(toRecords(events, "memory"));
    const expected = await readState(memory);
    for (const [index, order] of ordersOf(events).entries()) {
      const delivered = withRepetitions(order, index);
      const other = createMemoryCallStore(contractWorld);
      await other.recordEvents(toRecords(delivered, "memory"));
      expect(await readState(other)).toEqual(expected);
      // Every order in TypeScript, and one in thirty in SQL.
      if (index % 30 !== 0) continue;
      await database.sql`truncate whatsapp_call_numbers, whatsapp_call_events`;
      await store().recordEvents(toRecords(delivered, "sql"));
      expect(await readState(store())).toEqual(expected);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(60);
});

it("the keys and the newest facts are the same in SQL", async () => {
  const subjects = [
    {},
    { business: { phone: "+5215512345678" } },
    { business: { phone: "+525512345678", phoneId: "1" }, accountId: "9" },
    { business: { phoneId: "1" } },
    { accountId: "9" },
  ];
  for (const { business, accountId } of subjects as {
    business?: { phone?: string; phoneId?: string };
    accountId?: string;
  }[]) {
    const [row] = await database.sql`
      select skale_calls.account_keys(${business?.phone ?? null}, ${business?.phoneId ?? null}, ${accountId ?? null}) as keys`;
    expect(row?.keys).toEqual(
      accountKeys({ ...(business && { business }), ...(accountId && { accountId }) }),
    );
  }
  expect(newestFacts([])).toEqual([]);
});

it("two deliveries about one number at once do not block each other", async () => {
  const events = fc
    .sample(accountHistory, { numRuns: 8, seed: 5 })
    .map((history, number) => history.map((event) => ({ ...event, id: `${number}:${event.id}` })));
  const memory = createMemoryCallStore(contractWorld);
  for (const history of events) await memory.recordEvents(toRecords(history, "memory"));
  await Promise.all(events.map((history) => store().recordEvents(toRecords(history, "sql"))));
  expect(await readState(store())).toEqual(await readState(memory));
});

// Business hours.

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const anyHours: fc.Arbitrary<CallHours> = fc
  .record({
    time_zone: fc.constantFrom(
      "America/Mexico_City",
      "America/Santiago",
      "Europe/Madrid",
      "Asia/Kathmandu",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "America/St_Johns",
      "UTC",
    ),
    weekly: fc.array(
      fc.record({
        day: fc.integer({ min: 1, max: 7 }) as fc.Arbitrary<1 | 2 | 3 | 4 | 5 | 6 | 7>,
        open: clock,
        close: fc.oneof(clock, fc.constant("24:00")),
      }),
      { maxLength: 8 },
    ),
    holidays: fc.array(
      fc.oneof(
        fc.record({ date: fc.constantFrom("2026-03-29", "2026-10-25", "2026-12-25") }),
        fc.record({
          date: fc.constantFrom("2026-04-05", "2026-11-01"),
          open: fc.constant("09:30"),
          close: fc.constantFrom("12:00", "24:00"),
        }),
      ),
      { maxLength: 2 },
    ),
  })
  .filter((hours) => callHoursSchema.safeParse(hours).success);

it("an inbox is open in SQL exactly when it is open in TypeScript, also where the clocks change", async () => {
  // The changes of the clocks in 2026 in these zones, and any other moment.
  const changes = [
    "2026-03-29T01:00Z",
    "2026-10-25T01:00Z",
    "2026-04-05T03:00Z",
    "2026-09-06T04:00Z",
  ];
  const moment = fc.oneof(
    fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -240, max: 240 }))
      .map(([change, minutes]) => new Date(Date.parse(change) + minutes * 60_000)),
    fc.integer({ min: 0, max: 525_599 }).map((minute) => new Date(Date.UTC(2026, 0, 1, 0, minute))),
  );
  const samples = fc.sample(fc.record({ hours: anyHours, at: moment }), {
    numRuns: 2_000,
    seed: 20_261_126,
  });
  const rows = await database.sql<{ open: boolean }[]>`
    select skale_calls.is_open(
      jsonb_populate_record(null::whatsapp_call_hours, s -> 'hours'), (s ->> 'at')::timestamptz
    ) as open
    from jsonb_array_elements(${JSON.stringify(samples)}::text::jsonb) with ordinality as a (s, n)
    order by n`;
  const expected = samples.map(({ hours, at }) => isOpen(hours, at));
  expect(rows.map(({ open }) => open)).toEqual(expected);
  expect(new Set(expected).size).toBe(2);
});

it("refuses hours that a webhook could not read, whoever writes them, and keeps the former ones", async () => {
  const hours: CallHours = { time_zone: "UTC", weekly: [], holidays: [] };
  await store().saveCallHours({ inboxId: inboxA.id, hours });
  for (const wrong of [
    { time_zone: "Mars/Base" },
    { weekly: [{ day: "monday", open: "09:00", close: "10:00" }] },
    { weekly: { day: 1 } },
    { holidays: "2026-12-25" },
  ]) {
    const written = { ...hours, ...wrong } as CallHours;
    const saved = store().saveCallHours({ inboxId: inboxA.id, hours: written });
    await expect(saved).rejects.toMatchObject({ code: "store_refused" });
  }
  await expect(
    database.sql`update whatsapp_call_hours set time_zone = 'Mars/Base'`,
  ).rejects.toMatchObject({ code: "22023" });
  const found = await store().findAvailability({ userId: ana.id });
  expect(found.outcome === "found" && found.state.hours).toEqual(hours);
});

// The service of the browser, the call handler and the store together.

describe("fetchCallAvailability", () => {
  const provider = createFakeCallProvider();
  const onEvent = () => {};
  const service = (more: Partial<CallHandlerDeps> = {}) => {
    const authenticate = async (token: string) => token;
    const handler = createCallHandler({ store: store(), provider, onEvent, authenticate, ...more });
    return createCallService(createClient("http://localhost:1", "key"), {
      url: "http://localhost:1",
      apiKey: "key",
      getAccessToken: () => ana.id,
      fetch: async (input, init) => handler(new Request(input, init)),
    });
  };
  const updated = (payload: Record<string, unknown>, minute: number) =>
    takeBody(
      { store: store(), onEvent },
      {
        id: `evt_account_${minute}`,
        type: "whatsapp.business_account.updated",
        apiVersion: "v2",
        createTime: new Date(Date.now() - 600_000 + minute * 60_000).toISOString(),
        whatsappBusinessAccount: { id: "188234691048809", ...payload },
      },
    );
  const number = {
    id: "evt_number",
    type: "whatsapp.phone_number.quality_updated",
    apiVersion: "v2",
    createTime: new Date(Date.now() - 900_000).toISOString(),
    whatsappPhoneNumber: {
      id: inboxA.providerPhoneId,
      phoneNumber: "+525500000001",
      wabaId: "188234691048809",
      whatsappBusinessManagerMessagingLimit: "TIER_2K",
    },
  };

  it("tells a restriction of the account until its end", async () => {
    const expiration = new Date(Date.now() + 3_600_000).toISOString();
    await updated(
      {
        restrictions: [
          {
            restrictionType: "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
            expiration,
          },
        ],
      },
      1,
    );
    // The number's account is not known yet.
    expect(await service().fetchCallAvailability()).toMatchObject({ may_call: true, reasons: [] });
    await takeBody({ store: store(), onEvent }, number);
    expect(await service().fetchCallAvailability({ inboxId: inboxA.id })).toMatchObject({
      inbox_id: inboxA.id,
      may_call: false,
      may_be_called: false,
      reasons: [
        { code: "outgoing_restricted", until: expiration },
        { code: "incoming_restricted", until: expiration },
      ],
      until: expiration,
      messaging_limit: "TIER_2K",
    });
    const later = () => new Date(Date.parse(expiration));
    expect(await service({ now: later }).fetchCallAvailability()).toMatchObject({
      may_call: true,
      may_be_called: true,
      reasons: [],
      until: null,
    });
  });

  it("warns when too few incoming calls are answered", async () => {
    await database.sql`
      insert into whatsapp_calls (call_id, direction, status, end_reason, inbox_id, answered_at, created_at)
      select 'wacid.' || n, 'entrante', case when n <= 4 then 'completada' else 'no_contestada' end, 'missed',
        ${inboxA.id}, case when n <= 4 then now() end, now() - make_interval(days => n)
      from generate_series(1, 12) as n`;
    expect(await service().fetchCallAvailability()).toMatchObject({
      pickup: {
        days7: { incoming: 6, answered: 4, rate: 4 / 6 },
        days30: { incoming: 12, answered: 4, rate: 4 / 12 },
        warning: true,
      },
      reasons: [{ code: "pickup_low", until: null }],
    });
    const availability = { pickupWarning: { rate: 0.3 } };
    expect(await service({ availability }).fetchCallAvailability()).toMatchObject({
      pickup: { warning: false },
      reasons: [],
    });
  });

  it("reads the settings once for several instances at once", async () => {
    const readAccount = vi.fn(async () => ({ facts: { messaging_limit: "TIER_10K" } }));
    // One moment, so that the requests are in one period.
    const at = new Date();
    const reading = { provider: { ...provider, readAccount }, now: () => at };
    // Each service has a store of its own on this database.
    const ask = () => Promise.all([1, 2, 3, 4].map(() => service(reading).fetchCallAvailability()));
    await ask();
    expect(readAccount).toHaveBeenCalledTimes(1);
    for (const answer of await ask()) expect(answer.messaging_limit).toBe("TIER_10K");
    expect(readAccount).toHaveBeenCalledTimes(1);
  });

  it("sets and reads business hours, for an agent who may", async () => {
    const hours: CallHours = {
      time_zone: "UTC",
      weekly: [{ day: 1, open: "09:00", close: "24:00" }],
      holidays: [{ date: "2026-12-25" }],
    };
    const calls = service({ mayManage: ({ inboxId }) => inboxId === inboxA.id });
    expect(await calls.saveCallHours({ hours })).toEqual({ hours, provider: "unsupported" });
    const told = { inboxId: inboxA.id, hours };
    expect(await calls.fetchCallHours()).toEqual({ ...told, maySet: true });
    expect(await service().fetchCallHours({ inboxId: inboxA.id })).toEqual({
      ...told,
      maySet: false,
    });
    await expect(service().saveCallHours({ hours: null })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("throws the codes of the route", async () => {
    await expect(service().fetchCallAvailability({ inboxId: inboxB.id })).rejects.toMatchObject({
      code: "inbox_not_found",
      status: 404,
    });
  });
});

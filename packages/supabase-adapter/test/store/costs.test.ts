import { callDirections, callStatuses, isTerminal } from "@skale-calls/core";
import {
  addDecimals,
  type CallCost,
  estimateCallCost,
  type RateCard,
  readRateCards,
  shippedRateCards,
  talkSeconds,
} from "@skale-calls/core/cost";
import { loggedCallId } from "@skale-calls/core/internal";
import type { TestDatabase } from "@skale-calls/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CostRow } from "../../src/fetchCallCosts.ts";
import { saveRateCards } from "../../src/index.ts";
import { createMigratedDatabase } from "../applyMigrations.ts";
import { createSqlRpcClient } from "../sqlRpcClient.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createMigratedDatabase();
}, 60_000);
afterAll(() => database.drop());

const source = { text: "Invented for this test.", quality: "unconfirmed" } as const;
const tiers = (...prices: [upToMinutes: number | null, perMinute: string][]) =>
  prices.map(([upToMinutes, perMinute]) => ({ upToMinutes, perMinute }));
/** Twenty tiers: a month's calls cross all of them. */
const manyTiers = tiers(
  [100, "0.0103"],
  ...Array.from({ length: 18 }, (_, index): [number, string] => [
    1111 * (index + 1),
    `0.00${99 - index}${index}`,
  ]),
  [null, "0.00742"],
);
/** Tiers so short that thousands of calls cross them; three currencies; cards that end and that are replaced. */
const cards: RateCard[] = readRateCards([
  {
    currency: "USD",
    effectiveFrom: "2028-01-10",
    markets: [
      {
        name: "Mexico",
        countries: ["MX"],
        tiers: manyTiers,
        source,
      },
      { name: "Jamaica", countries: ["JM"], tiers: tiers([null, "0.031"]), source },
      { name: "Rest of Africa", countries: [], tiers: tiers([null, "1"]), source },
    ],
  },
  {
    currency: "BRL",
    effectiveFrom: "2028-01-15",
    effectiveTo: "2028-02-29",
    markets: [
      {
        name: "Brazil",
        countries: ["BR"],
        tiers: tiers([5000, "0.0556"], [15_000, "0.035"]),
        source,
      },
    ],
  },
  {
    currency: "MXN",
    effectiveFrom: "2028-03-01",
    markets: [
      { name: "Mexico", countries: ["MX"], tiers: tiers([9000, "0.21"], [null, "0.2"]), source },
    ],
  },
]);

const phones = [
  "+525512345678",
  "+5215587654321",
  "+18765550123",
  "+5511912345678",
  "+254712345678",
  "+14155550123",
  "+18005550123",
  "no number",
  null,
];
const ids = (count: number, from: number) =>
  Array.from(
    { length: count },
    (_, index) => `00000000-0000-4000-8000-${String(from + index).padStart(12, "0")}`,
  );
const branches = ids(3, 100);
const agents = ids(5, 200);
const inboxes = ids(4, 300);

const call = fc.record({
  id: fc.uuid({ version: 4 }),
  direction: fc.constantFrom(...callDirections, "saliente" as const, "saliente" as const, null),
  status: fc.constantFrom(...callStatuses, "completada" as const, "completada" as const),
  // Many calls have the same time, so that the order needs the id.
  created_at: fc
    .integer({ min: 0, max: 95 * 24 })
    .map((step) => new Date(Date.parse("2028-01-05T00:00:00Z") + step * 3_600_000).toISOString()),
  answered_at: fc.constantFrom(null, "2028-02-01T00:00:00Z"),
  duration_seconds: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 300 }),
    fc.integer({ min: 1, max: 9000 }),
  ),
  contact_phone: fc.constantFrom(...phones),
  isManual: fc.integer({ min: 0, max: 19 }).map((number) => number === 0),
  branch_id: fc.constantFrom(...branches, null),
  user_id: fc.constantFrom(...agents, null),
  inbox_id: fc.constantFrom(...inboxes, null),
});
const calls = fc.sample(call, { numRuns: 10_000, seed: 9 }).map(({ isManual, ...fields }) => ({
  ...fields,
  call_id: isManual ? loggedCallId(fields.id) : `wacid.${fields.id}`,
}));
type TestCall = (typeof calls)[number];

const monthFormats = new Map<string, Intl.DateTimeFormat>();
function monthOf(at: string, timeZone: string): string {
  const format =
    monthFormats.get(timeZone) ??
    new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  monthFormats.set(timeZone, format);
  return format.format(new Date(at)).slice(0, 7);
}

/** Prices every call by the function, in the order of their creation, with the minutes of the calls before it. */
function priceCalls(timeZone: string): { call: TestCall; month: string; cost: CallCost }[] {
  const pulses = new Map<string, number>();
  return calls
    .filter(({ status, call_id }) => isTerminal(status) && call_id.startsWith("wacid"))
    .toSorted((a, b) => (a.created_at + a.id < b.created_at + b.id ? -1 : 1))
    .map((call) => {
      const month = monthOf(call.created_at, timeZone);
      const before = pulses.get(month) ?? 0;
      const cost = estimateCallCost({
        direction: call.direction,
        to: call.contact_phone,
        seconds: talkSeconds(call),
        at: call.created_at,
        minutesThisMonth: `${Math.floor(before / 10)}.${before % 10}`,
        accountTimeZone: timeZone,
        rateCards: cards,
      });
      pulses.set(month, before + cost.pulses);
      return { call, month, cost };
    });
}

function sumUp(rows: { key: string | null; call: TestCall; cost: CallCost }[]): CostRow[] {
  const sums = new Map<string, CostRow>();
  for (const { key, call, cost } of rows) {
    const { currency, amount, reason = null } = cost;
    const name = JSON.stringify([key, currency, reason]);
    const sum = sums.get(name);
    sums.set(name, {
      key,
      currency,
      reason,
      calls: (sum?.calls ?? 0) + 1,
      talkSeconds: (sum?.talkSeconds ?? 0) + call.duration_seconds,
      pulses: (sum?.pulses ?? 0) + cost.pulses,
      amount: amount === null ? null : addDecimals(sum?.amount ?? "0", amount),
    });
  }
  return [...sums.values()];
}

const inOrder = (rows: readonly CostRow[]) =>
  rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();

describe("10,000 calls", () => {
  beforeAll(async () => {
    const { sql } = database;
    await saveRateCards(createSqlRpcClient(sql), cards);
    await sql`insert into branches ${sql(branches.map((id) => ({ id })))}`;
    await sql`insert into auth.users ${sql(agents.map((id) => ({ id, email: `${id}@skale.example` })))}`;
    await sql`insert into whatsapp_inboxes ${sql(inboxes.map((id) => ({ id, branch_id: branches[0] ?? "" })))}`;
    const columns = Object.keys(calls[0] ?? {}).join(", ");
    await sql.unsafe(
      `insert into whatsapp_calls (${columns}) select ${columns}
       from jsonb_populate_recordset(null::whatsapp_calls, $1::text::jsonb)`,
      [JSON.stringify(calls)],
    );
    await sql`analyze whatsapp_calls`;
  }, 30_000);

  const keys = {
    month: ({ month }) => month,
    branch: ({ call }) => call.branch_id,
    agent: ({ call }) => call.user_id,
    inbox: ({ call }) => call.inbox_id,
  } satisfies Record<string, (priced: { call: TestCall; month: string }) => string | null>;

  it.each([
    ["month", "America/Mexico_City"],
    ["month", "Asia/Kathmandu"],
    ["agent", "America/Mexico_City"],
    ["inbox", "UTC"],
    ["branch", "Australia/Lord_Howe"],
  ] as const)("cost by %s in %s the sum of the function's costs", async (by, timeZone) => {
    // The window begins inside of a month, whose earlier calls count for the tiers.
    const [from, to] = ["2028-01-20T10:00:00.000Z", "2028-04-05T10:00:00.000Z"];
    const [row] = await database.sql<[{ rows: CostRow[] }]>`
      select whatsapp_call_costs(${from}, ${to}, ${by}, ${timeZone}) as rows`;
    const expected = priceCalls(timeZone)
      .filter(({ call }) => call.created_at >= from && call.created_at < to)
      .map((priced) => ({ ...priced, key: keys[by](priced) }));
    expect(expected.length).toBeGreaterThan(4_000);
    const sums = sumUp(expected);
    expect(new Set(sums.map(({ currency }) => currency))).toEqual(
      new Set([null, "USD", "BRL", "MXN"]),
    );
    expect(new Set(sums.map(({ reason }) => reason))).toEqual(
      new Set([
        ...[null, "incoming", "not_answered", "direction_unknown", "duration_unknown"],
        ...["country_unknown", "market_unknown", "tier_unknown"],
      ]),
    );
    expect(inOrder(row.rows)).toEqual(inOrder(sums));
  });
});

describe("a single call", () => {
  const estimated = fc.record({
    direction: fc.constantFrom(...callDirections, "saliente" as const, null),
    phone: fc.constantFrom(...phones, "+995555123456"),
    seconds: fc.constantFrom(null, 0, 1, 6, 7, 56, 60, 601, 12_000_660),
    at: fc.constantFrom("2026-07-01T02:00:00Z", "2026-10-01T05:59:59Z", "2026-11-30T23:59:59Z"),
    // Around each end of a tier of the shipped cards.
    minutes: fc
      .tuple(
        fc.constantFrom(0, 50_000, 250_000, 1_000_000, 2_500_000, 5_000_000),
        fc.constantFrom("0", "-1", "-0.9", "-0.1", "0.1"),
      )
      .map(([end, more]) => Number((end + Number(more)).toFixed(1)))
      .filter((minutes) => minutes >= 0),
    accountTimeZone: fc.constantFrom("UTC", "America/Mexico_City", "Asia/Kathmandu"),
  });

  it("has the same price in SQL, with the shipped cards", async () => {
    const cases = fc.sample(estimated, { numRuns: 2_000, seed: 4 });
    await saveRateCards(createSqlRpcClient(database.sql), shippedRateCards);
    const rows = await database.sql<Record<string, unknown>[]>`
      select p.pulses, trim_scale(skale_calls.call_amount(p.pulses, r.per_minute, r.reason))::text as amount,
        r.currency, r.reason, r.per_minute, r.market, r.above_minutes::float, r.up_to_minutes::float,
        r.effective_from::text
      from jsonb_array_elements(${JSON.stringify(cases)}::text::jsonb) with ordinality as c (call, place),
        lateral (select (call ->> 'seconds')::int as seconds) as s,
        lateral (
          select case when call ->> 'direction' = 'saliente' and seconds > 0
            then skale_calls.call_pulses(seconds) else 0 end as pulses
        ) as p,
        skale_calls.call_rate(
          call ->> 'direction', skale_calls.phone_country(call ->> 'phone'),
          case when seconds >= 0 then seconds > 0 end,
          ((call ->> 'at')::timestamptz at time zone (call ->> 'accountTimeZone'))::date,
          (call ->> 'minutes')::numeric + skale_calls.of_pulses(p.pulses, 1)
        ) as r
      order by c.place`;
    const seen = new Set<unknown>();
    for (const [index, { phone, minutes, ...call }] of cases.entries()) {
      const cost = estimateCallCost({
        ...call,
        to: phone,
        minutesThisMonth: minutes,
        rateCards: shippedRateCards,
      });
      seen.add(cost.reason ?? cost.perMinute);
      expect({ case: cases[index], ...rows[index] }).toEqual({
        case: cases[index],
        pulses: cost.pulses,
        amount: cost.amount,
        currency: cost.currency,
        reason: cost.reason ?? null,
        per_minute: cost.reason ? null : cost.perMinute,
        market: cost.reason ? null : cost.market,
        above_minutes: cost.reason ? null : cost.tier.aboveMinutes,
        up_to_minutes: cost.reason ? null : cost.tier.upToMinutes,
        effective_from: cost.reason ? null : cost.card.effectiveFrom,
      });
    }
    // Georgia's six prices, Brazil's four, and eight reasons.
    expect(seen.size).toBe(18);
  });
});

describe("saved cards", () => {
  it("replace the earlier ones, and are read as they were saved", async () => {
    const client = createSqlRpcClient(database.sql);
    expect(await saveRateCards(client, JSON.stringify(shippedRateCards))).toBe(4);
    expect(await saveRateCards(client, cards)).toBe(5);
    const [row] = await database.sql`select whatsapp_call_rate_cards('UTC') as rates`;
    expect(row?.rates).toEqual({ cards, minutesThisMonth: "0" });
  });

  it("are checked first: invalid cards change nothing", async () => {
    const invalid = [{ ...cards[0], currency: "$" }];
    await expect(saveRateCards(createSqlRpcClient(database.sql), invalid)).rejects.toMatchObject({
      code: "rate_cards_invalid",
    });
    const [row] = await database.sql`select count(*)::int as markets from whatsapp_call_rates`;
    expect(row?.markets).toBe(5);
  });

  it("count the hour that occurs twice at the start of a month", async () => {
    const { sql } = database;
    await sql`truncate whatsapp_calls cascade`;
    await saveRateCards(createSqlRpcClient(sql), [
      {
        currency: "USD",
        effectiveFrom: "2026-10-01",
        markets: [
          {
            name: "Mexico",
            countries: ["MX"],
            tiers: tiers([100, "0.02"], [null, "0.01"]),
            source,
          },
        ],
      },
    ]);
    // Havana's clocks go back at 01:00 on the first of November, 05:00 in UTC. The window begins later.
    for (const [at, seconds] of [
      ["2026-11-01T03:59:59Z", 6000],
      ["2026-11-01T04:00:00Z", 3000],
      ["2026-11-01T05:00:00Z", 3000],
      ["2026-11-01T06:30:00Z", 60],
    ] as const) {
      await sql`
        insert into whatsapp_calls (call_id, direction, status, created_at, duration_seconds, contact_phone)
        values (${at}, 'saliente', 'completada', ${at}, ${seconds}, '+525512345678')`;
    }
    const amounts = async (from: string) => {
      const [row] = await sql<[{ rows: CostRow[] }]>`
        select whatsapp_call_costs(${from}, '2026-11-02Z', 'month', 'America/Havana') as rows`;
      return row.rows.map(({ key, amount }) => [key, amount]);
    };
    expect(await amounts("2026-11-01T06:00:00Z")).toEqual([["2026-11", "0.01"]]);
    expect(await amounts("2026-11-01T03:00:00Z")).toEqual([
      ["2026-10", "2"],
      ["2026-11", "2.01"],
    ]);
  });

  it("state the tier of this month, and no exact number of minutes", async () => {
    const { sql } = database;
    await sql`truncate whatsapp_calls cascade`;
    await saveRateCards(createSqlRpcClient(sql), cards);
    const dial = (seconds: number) =>
      sql`insert into whatsapp_calls (call_id, direction, status, duration_seconds)
        values (gen_random_uuid()::text, 'saliente', 'completada', ${seconds})`;
    const minutes = async () => {
      const [row] =
        await sql`select whatsapp_call_rate_cards('UTC') ->> 'minutesThisMonth' as minutes`;
      return row?.minutes as string;
    };
    await dial(100 * 60);
    expect(await minutes()).toBe("0");
    await dial(1);
    expect(await minutes()).toBe("100.1");
    await dial(300 * 60);
    expect(await minutes()).toBe("100.1");
  });
});

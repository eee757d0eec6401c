import { callDirections, callStatuses, endReasons, isLogged } from "@skale-calls/core";
import { loggedCallId } from "@skale-calls/core/internal";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CallTotals, createCallService, type WhatsappCall } from "../../src/index.ts";
import {
  backends,
  branchA,
  branchB,
  type CallsWorld,
  startCallsWorld,
} from "../startCallsWorld.ts";

const timeZones = [
  "UTC",
  "America/Mexico_City",
  "Europe/Madrid",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  // Midnight occurs twice in November, and is skipped in March.
  "America/Havana",
  // Skipped in September.
  "America/Santiago",
  "Atlantic/Azores",
];

const formats = Object.fromEntries(
  timeZones.map((timeZone) => [timeZone, new Intl.DateTimeFormat("en-CA", { timeZone })]),
);
const localDay = (time: string | number, timeZone: string) =>
  formats[timeZone]?.format(new Date(time));

/** The next day by the calendar, independent of clocks. */
function localDays(from: string, to: string, timeZone: string): string[] {
  const days: string[] = [];
  const last = Date.parse(`${localDay(Date.parse(to) - 1, timeZone)}T00:00:00Z`);
  for (
    let day = Date.parse(`${localDay(from, timeZone)}T00:00:00Z`);
    day <= last;
    day += 86_400_000
  ) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}

function totalsOf(calls: readonly WhatsappCall[]): CallTotals {
  const answered = calls.filter((call) => call.answered_at || call.status === "completada");
  const settled = calls.filter((call) => call.status !== "iniciando" || call.answered_at);
  const talks = answered.filter((call) => call.duration_seconds > 0);
  const talkSeconds = answered.reduce((total, call) => total + call.duration_seconds, 0);
  return {
    calls: calls.length,
    answered: answered.length,
    settled: settled.length,
    answerRate: settled.length > 0 ? answered.length / settled.length : null,
    missed: calls.filter(
      ({ direction, status, end_reason }) =>
        direction === "entrante" &&
        status === "no_contestada" &&
        ["missed", "expired"].includes(end_reason ?? ""),
    ).length,
    talkSeconds,
    averageTalkSeconds: talks.length > 0 ? talkSeconds / talks.length : null,
  };
}

const countBy = <Key extends string>(
  keys: readonly Key[],
  calls: readonly WhatsappCall[],
  keyOf: (call: WhatsappCall) => Key | null,
) => Object.fromEntries(keys.map((key) => [key, calls.filter((c) => keyOf(c) === key).length]));

// The days of clock changes lie in this range.
const time = fc
  .integer({ min: Date.parse("2026-02-20Z"), max: Date.parse("2026-11-20Z") })
  .map((milliseconds) => new Date(milliseconds).toISOString());
const call = fc.record({
  created_at: time,
  status: fc.constantFrom(...callStatuses),
  direction: fc.constantFrom(...callDirections, null),
  end_reason: fc.constantFrom(...endReasons, null),
  answered_at: fc.constantFrom(null, "2026-05-01T00:00:00Z"),
  duration_seconds: fc.nat({ max: 600 }),
  branch_id: fc.constantFrom(branchA, branchA, null, branchB),
  isManual: fc.boolean(),
});

describe.for(backends)("on %s", (backend) => {
  let world: CallsWorld;
  beforeAll(async () => {
    vi.spyOn(console, "error").mockImplementation(() => {}); // The API's server prints refused requests.
    world = await startCallsWorld(backend);
  }, 60_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await world.stop();
  });
  const agent = () => createCallService(world.clients["agent of A"], world.options);

  it("counts like a simple model, for random calls, windows and time zones", async () => {
    const cases = fc.record({
      calls: fc.array(call, { maxLength: 60 }),
      window: fc.uniqueArray(time, { minLength: 2, maxLength: 2 }),
      timeZone: fc.constantFrom(...timeZones),
      branchId: fc.constantFrom(null, branchA),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ calls, window, timeZone, branchId }) => {
        const rows = await world.replaceCalls(
          calls.map(({ isManual, ...fields }, index) => ({
            ...fields,
            ...(isManual ? { call_id: loggedCallId(String(index)) } : {}),
          })),
        );
        const [from = "", to = ""] = [...window].sort();
        const overview = await agent().fetchCallsOverview({ from, to, timeZone, branchId });
        const counted = rows.filter(
          ({ created_at, branch_id, call_id }) =>
            Date.parse(created_at) >= Date.parse(from) &&
            Date.parse(created_at) < Date.parse(to) &&
            (branch_id === branchA || (branchId === null && branch_id === null)) &&
            !isLogged({ call_id }),
        );
        expect(overview).toEqual({
          days: localDays(from, to, timeZone).map((day) => {
            const ofDay = counted.filter((row) => localDay(row.created_at, timeZone) === day);
            return {
              day,
              calls: ofDay.length,
              byStatus: countBy(callStatuses, ofDay, (row) => row.status),
              byDirection: countBy(callDirections, ofDay, (row) => row.direction),
            };
          }),
          total: totalsOf(counted),
          byStatus: countBy(callStatuses, counted, (row) => row.status),
          byDirection: {
            entrante: totalsOf(counted.filter((row) => row.direction === "entrante")),
            saliente: totalsOf(counted.filter((row) => row.direction === "saliente")),
          },
        });
      }),
      { numRuns: backend === "Postgres" ? 40 : 10 },
    );
  }, 60_000);

  it.each([
    // 23:30 in Mexico is the next day in UTC.
    [
      "America/Mexico_City",
      "2026-11-15T06:00:00Z",
      "2026-11-17T06:00:00Z",
      2,
      "2026-11-17T05:30:00Z",
      "2026-11-16",
    ],
    [
      "America/Mexico_City",
      "2026-11-15T06:00:00Z",
      "2026-11-17T06:00:00Z",
      2,
      "2026-11-16T06:00:00Z",
      "2026-11-16",
    ],
    // 23 hours in March, 25 in October; the start and the end of each.
    [
      "Europe/Madrid",
      "2026-03-28T23:00:00Z",
      "2026-03-29T22:00:00Z",
      1,
      "2026-03-29T21:59:59.999999Z",
      "2026-03-29",
    ],
    [
      "Europe/Madrid",
      "2026-10-24T22:00:00Z",
      "2026-10-25T23:00:00Z",
      1,
      "2026-10-25T22:59:59.999999Z",
      "2026-10-25",
    ],
    // The first of the two midnights, and the day that begins at one.
    [
      "America/Havana",
      "2026-10-31T04:00:00Z",
      "2026-11-02T05:00:00Z",
      2,
      "2026-11-01T04:00:00Z",
      "2026-11-01",
    ],
    [
      "America/Havana",
      "2026-03-07T05:00:00Z",
      "2026-03-09T04:00:00Z",
      2,
      "2026-03-08T05:00:00Z",
      "2026-03-08",
    ],
  ])(
    "in %s, of %s to %s, a call has its local day",
    async (timeZone, from, to, days, created_at, day) => {
      await world.replaceCalls([{ created_at }]);
      const overview = await agent().fetchCallsOverview({ from, to, timeZone });
      expect(overview.days).toHaveLength(days);
      expect(overview.days.filter(({ calls }) => calls > 0).map((d) => d.day)).toEqual([day]);
    },
  );

  it("counts no calls of another branch", async () => {
    const at = "2026-11-16T12:00:00Z";
    await world.replaceCalls([
      { branch_id: branchA, created_at: at },
      { branch_id: branchA, created_at: at },
      { branch_id: branchB, created_at: at },
      { branch_id: null, created_at: at },
    ]);
    const params = { from: "2026-11-16T00:00:00Z", to: new Date("2026-11-17"), timeZone: "UTC" };
    const count = async (who: keyof CallsWorld["clients"], branchId?: string) => {
      const service = createCallService(world.clients[who], world.options);
      return (await service.fetchCallsOverview({ ...params, ...(branchId && { branchId }) })).total
        .calls;
    };
    expect(await count("agent of A")).toBe(3);
    expect(await count("agent of A", branchA)).toBe(2);
    expect(await count("agent of A", branchB)).toBe(0);
    expect(await count("agent of B")).toBe(2);
    expect(await count("no agent")).toBe(0);
    expect(await count("no agent", branchA)).toBe(0);
    await expect(count("anon")).rejects.toMatchObject({ code: "forbidden" });
    const { data } = await world.service.rpc("whatsapp_calls_overview", {
      p_from: params.from,
      p_to: "2026-11-17T00:00:00Z",
      p_time_zone: "UTC",
      p_branch_id: branchB,
    });
    expect(data?.groups.map(({ calls }) => calls)).toEqual([1]);
  });

  it.each([
    ["a time zone that does not exist", { timeZone: "America/Nowhere" }],
    ["an empty time zone", { timeZone: "" }],
    ["a window that ends before it begins", { to: "2026-10-01T00:00:00Z" }],
    ["an empty window", { to: "2026-11-01T00:00:00Z" }],
    ["more than a year", { to: "2027-11-05T00:00:00Z" }],
    ["a window without an end", { to: "infinity" }],
    ["what is no time", { from: "yesterday morning" }],
  ])("refuses %s", async (_, wrong) => {
    const window = { from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z", timeZone: "UTC" };
    await expect(agent().fetchCallsOverview({ ...window, ...wrong })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  it("accepts a whole year", async () => {
    await world.replaceCalls([]);
    const { days, total } = await agent().fetchCallsOverview({
      from: "2027-12-31T23:00:00Z",
      to: "2028-12-31T23:00:00Z",
      timeZone: "Europe/Madrid",
    });
    expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([
      366,
      "2028-01-01",
      "2028-12-31",
    ]);
    expect(total).toMatchObject({ calls: 0, answerRate: null, averageTalkSeconds: null });
  });
});

import { estimateCallCost, shippedRateCards } from "@skale-calls/core/cost";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  createCallService,
  type FetchCallCostsParams,
  type RpcClient,
  saveRateCards,
} from "../../src/index.ts";
import {
  backends,
  branchA,
  branchB,
  type CallsWorld,
  startCallsWorld,
} from "../startCallsWorld.ts";

describe.for(backends)("on %s", (backend) => {
  let world: CallsWorld;
  beforeAll(async () => {
    vi.spyOn(console, "error").mockImplementation(() => {}); // The API's server prints refused requests.
    world = await startCallsWorld(backend);
    await saveRateCards(world.service as unknown as RpcClient, shippedRateCards);
    const talk = {
      direction: "saliente",
      status: "completada",
      answered_at: "2026-11-16T12:00:10Z",
      created_at: "2026-11-16T12:00:00Z",
      contact_phone: "+995555123456",
      duration_seconds: 56,
    } as const;
    await world.replaceCalls([
      talk,
      { ...talk, branch_id: null },
      { ...talk, duration_seconds: 61, created_at: "2026-12-01T03:00:00Z" },
      // The card of Brazil, in another currency.
      {
        ...talk,
        contact_phone: "+5511912345678",
        created_at: "2026-09-30T12:00:00Z",
        branch_id: branchB,
      },
      // Without a price.
      { ...talk, contact_phone: "+525512345678", duration_seconds: 300 },
      // Free.
      { ...talk, direction: "entrante", duration_seconds: 100 },
      { ...talk, status: "no_contestada", answered_at: null, duration_seconds: 0 },
      // Not over.
      { ...talk, status: "en_curso" },
    ]);
  }, 60_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await world.stop();
  });

  const window = {
    from: new Date("2026-09-01T00:00:00Z"),
    to: "2026-12-31T00:00:00Z",
    accountTimeZone: "America/Mexico_City",
    by: "month",
  } as const;
  const costs = (who: keyof CallsWorld["clients"], params: Partial<FetchCallCostsParams> = {}) =>
    createCallService(world.clients[who], world.options).fetchCallCosts({ ...window, ...params });

  it("sums the calls of the agent's branch by month, each currency for itself", async () => {
    const none = { costs: [], unpriced: { calls: 0, talkSeconds: 0, reasons: [] } };
    expect(await costs("agent of A")).toEqual({
      // 03:00 in UTC on the first of December is still November in Mexico.
      groups: [
        {
          key: "2026-11",
          calls: 6,
          talkSeconds: 3 * 56 - 56 + 61 + 300 + 100,
          billedSeconds: 60 + 60 + 66 + 300,
          costs: [{ currency: "USD", amount: "0.02945" }],
          unpriced: { calls: 1, talkSeconds: 300, reasons: ["market_unknown"] },
        },
      ],
      total: expect.objectContaining({ calls: 6 }),
    });
    expect(await costs("agent of B")).toMatchObject({
      groups: [
        { key: "2026-09", calls: 1, costs: [{ currency: "BRL", amount: "0.0556" }] },
        { key: "2026-11", calls: 1, costs: [{ currency: "USD", amount: "0.0095" }] },
      ],
      total: {
        calls: 2,
        costs: [
          { currency: "BRL", amount: "0.0556" },
          { currency: "USD", amount: "0.0095" },
        ],
        unpriced: none.unpriced,
      },
    });
    const nothing = { calls: 0, talkSeconds: 0, billedSeconds: 0, ...none };
    expect(await costs("no agent")).toEqual({ groups: [], total: nothing });
    await expect(costs("anon")).rejects.toMatchObject({ code: "forbidden" });
  });

  it("separates the months by the account's time zone, which is UTC by default", async () => {
    const months = async (zone: { accountTimeZone?: string }) => {
      const { accountTimeZone: _, ...rest } = window;
      const service = createCallService(world.clients["agent of A"], world.options);
      const { groups } = await service.fetchCallCosts({ ...rest, ...zone });
      return groups.map(({ key, calls }) => [key, calls]);
    };
    const inUtc = [
      ["2026-11", 5],
      ["2026-12", 1],
    ];
    expect(await months({})).toEqual(inUtc);
    expect(await months({ accountTimeZone: "UTC" })).toEqual(inUtc);
    expect(await months({ accountTimeZone: "America/Mexico_City" })).toEqual([["2026-11", 6]]);
  });

  it("limits the calls to one branch, and groups them", async () => {
    const branch = (branchId: string | null) => costs("agent of A", { by: "branch", branchId });
    expect((await branch(branchA)).groups.map(({ key, calls }) => [key, calls])).toEqual([
      [branchA, 5],
    ]);
    expect((await branch(null)).groups.map(({ key, calls }) => [key, calls])).toEqual([
      [branchA, 5],
      [null, 1],
    ]);
    expect((await branch(branchB)).groups).toEqual([]);
  });

  it.each([
    ["a time zone that does not exist", { accountTimeZone: "America/Nowhere" }],
    ["an empty window", { from: "2026-12-31T00:00:00Z" }],
    ["more than a year", { from: "2025-11-05T00:00:00Z" }],
    ["a window without an end", { to: "infinity" }],
    ["an unknown group", { by: "day" as never }],
  ])("refuses %s", async (_, wrong) => {
    await expect(costs("agent of A", wrong)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("reads what the estimate beside the dial button needs", async () => {
    const service = createCallService(world.clients["agent of A"], world.options);
    const { cards, minutesThisMonth } = await service.fetchRateCards();
    expect(cards).toEqual(shippedRateCards);
    expect(
      estimateCallCost({
        direction: "saliente",
        to: "+995555123456",
        seconds: 60,
        at: "2026-11-26T12:00:00Z",
        minutesThisMonth,
        rateCards: cards,
      }),
    ).toMatchObject({ perMinute: "0.0095", currency: "USD" });
    const other = createCallService(world.clients["no agent"], world.options);
    expect((await other.fetchRateCards()).cards).toEqual([]);
    await expect(
      saveRateCards(world.clients["agent of A"] as unknown as RpcClient, []),
    ).rejects.toBeDefined();
  });
});

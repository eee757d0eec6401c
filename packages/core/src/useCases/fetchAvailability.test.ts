import { describe, expect, it, vi } from "vitest";
import type { AccountReading } from "../ports/callProvider.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { ProviderError } from "../vocabulary/callsError.ts";
import { dialCall } from "./dialCall.ts";
import { fetchAvailability } from "./fetchAvailability.ts";
import { setCallHours } from "./setCallHours.ts";

const [ana] = contractWorld.agents;
const [inboxA] = contractWorld.inboxes;
const query = { userId: ana.id };
const until = "2027-01-01T00:00:00.000Z";

function setUp(readAccount?: (phone: string) => Promise<AccountReading>) {
  let time = Date.parse("2026-11-26T12:00:00Z");
  const now = () => new Date(time);
  const store = createMemoryCallStore({ ...contractWorld, now });
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const read = vi.fn(readAccount);
  const provider = { ...createFakeCallProvider(), ...(readAccount ? { readAccount: read } : {}) };
  const waits: number[] = [];
  const deps = {
    store,
    provider,
    log,
    now,
    // A timer that ends as soon as nothing else can happen.
    sleep: (ms: number) => {
      waits.push(ms);
      return new Promise<void>((resolve) => setTimeout(resolve));
    },
  };
  const pass = (seconds: number) => {
    time += seconds * 1000;
  };
  return { deps, store, log, read, waits, pass };
}

const enabled: AccountReading = {
  phoneId: "461269257068832",
  facts: { calling_status: "ENABLED", messaging_limit: "TIER_2K" },
};

describe("fetchAvailability", () => {
  it("reads the settings when the stored ones are old, and stores them as an event", async () => {
    const { deps, store, read, pass } = setUp(async () => enabled);
    const first = await fetchAvailability(deps, query);
    expect(first).toMatchObject({
      inbox_id: inboxA.id,
      messaging_limit: "TIER_2K",
      updated_at: "2026-11-26T12:00:00.000Z",
    });
    expect(read.mock.calls).toEqual([["+5215500000001"]]);
    expect(store.ledger).toMatchObject([{ kind: "account", outcome: "applied", callId: null }]);
    pass(timeLimits.settings - 1);
    await fetchAvailability(deps, query);
    expect(read).toHaveBeenCalledTimes(1);
    pass(1);
    await fetchAvailability(deps, query);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("returns the stored state with its time if the provider refuses, and asks no sooner than after a success", async () => {
    const { deps, store, log, read, pass } = setUp(async () => enabled);
    await fetchAvailability(deps, query);
    pass(timeLimits.settings);
    read.mockRejectedValue(new ProviderError("provider_auth", "rejected"));
    const known = { messaging_limit: "TIER_2K", updated_at: "2026-11-26T12:00:00.000Z" };
    expect(await fetchAvailability(deps, query)).toMatchObject(known);
    expect(log.warn.mock.calls).toMatchObject([[expect.any(String), { code: "provider_auth" }]]);
    expect(await fetchAvailability(deps, query)).toMatchObject(known);
    expect(read).toHaveBeenCalledTimes(2);
    expect(store.ledger).toHaveLength(2);
  });

  it("does not wait for a slow provider", async () => {
    const { deps, waits, store } = setUp(() => new Promise<AccountReading>(() => {}));
    expect(await fetchAvailability(deps, query)).toMatchObject({ updated_at: null });
    expect(waits).toEqual([timeLimits.settingsWait * 1000]);
    expect(store.ledger).toEqual([]);
  });

  it("asks nothing of a provider without settings", async () => {
    const { deps, store } = setUp();
    expect(await fetchAvailability(deps, query)).toMatchObject({ may_call: true, country: "MX" });
    expect(store.ledger).toEqual([]);
  });

  it("stores one event for requests at the same time", async () => {
    const { deps, store } = setUp(async () => enabled);
    await Promise.all([1, 2, 3].map(() => fetchAvailability(deps, query)));
    expect(store.ledger).toHaveLength(1);
  });

  it("refuses an inbox of another branch", async () => {
    const { deps } = setUp();
    const inboxId = contractWorld.inboxes[1].id;
    await expect(fetchAvailability(deps, { ...query, inboxId })).rejects.toMatchObject({
      code: "inbox_not_found",
    });
  });
});

describe("dialCall on a restricted number", () => {
  const restricted = async () => {
    const world = setUp(async () => ({
      facts: {
        restrictions: [{ type: "RESTRICTED_BUSINESS_INITIATED_CALLING", reason: null, until }],
      },
    }));
    await fetchAvailability(world.deps, query);
    return world;
  };
  const dial = { ...query, to: "+525587654321", sdp: "v=0\r\n" };

  it("lets WhatsApp decide", async () => {
    const { deps } = await restricted();
    expect((await dialCall(deps, dial)).outcome).toBe("dialled");
  });

  it("is refused before anything is sent, if the option is on", async () => {
    const { deps, store, pass } = await restricted();
    const blocking = { ...deps, availability: { blocksDialling: true } };
    await expect(dialCall(blocking, dial)).rejects.toMatchObject({
      code: "calling_restricted",
      details: { reasons: [{ code: "outgoing_restricted", until }] },
    });
    expect([store.calls.size, deps.provider.requests.length]).toEqual([0, 0]);
    pass((Date.parse(until) - Date.parse("2026-11-26T12:00:00Z")) / 1000);
    expect((await dialCall(blocking, dial)).outcome).toBe("dialled");
  });
});

describe("setCallHours", () => {
  const hours = {
    time_zone: "America/Mexico_City",
    weekly: [{ day: 4, open: "09:00", close: "18:00" }],
    holidays: [],
  };

  it("stores the hours, and says that the provider has none", async () => {
    const { deps } = setUp();
    const saved = await setCallHours(deps, { inboxId: inboxA.id, hours });
    expect(saved).toEqual({ hours, provider: "unsupported" });
    expect(await fetchAvailability(deps, query)).toMatchObject({ hours, is_open: false });
    await setCallHours(deps, { inboxId: inboxA.id, hours: null });
    expect(await fetchAvailability(deps, query)).toMatchObject({ hours: null, is_open: null });
  });

  it("writes them to a provider that has them; a refusal is logged", async () => {
    const { deps, log } = setUp();
    const saveCallHours = vi.fn(async () => {});
    const provider = { ...deps.provider, saveCallHours };
    const set = () => setCallHours({ ...deps, provider }, { inboxId: inboxA.id, hours });
    expect((await set()).provider).toBe("saved");
    expect(saveCallHours.mock.calls).toEqual([["+5215500000001", hours]]);
    saveCallHours.mockRejectedValue(new ProviderError("provider_refused", "rejected"));
    expect((await set()).provider).toBe("failed");
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it("refuses hours that are not valid, with the problems", async () => {
    const { deps } = setUp();
    const wrong = { ...hours, weekly: [{ day: 9, open: "09:00", close: "18:00" }] };
    await expect(setCallHours(deps, { inboxId: inboxA.id, hours: wrong })).rejects.toMatchObject({
      code: "invalid_request",
      details: [{ path: "weekly.0.day" }],
    });
  });
});

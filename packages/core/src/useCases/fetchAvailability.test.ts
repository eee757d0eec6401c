import { describe, expect, it, vi } from "vitest";
import type { AccountReading } from "../ports/callProvider.ts";
import { logEvents } from "../ports/logEvents.ts";
import { timeLimits } from "../rules/timeLimits.ts";
import { contractWorld, singleProviderWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { takeBody } from "../testing/takeBody.ts";
import { CallsError, ProviderError } from "../vocabulary/callsError.ts";
import { dialCall } from "./dialCall.ts";
import { fetchAvailability } from "./fetchAvailability.ts";
import { observeStore } from "./observe.ts";
import { setCallHours } from "./setCallHours.ts";

const [ana] = contractWorld.agents;
const [inboxA] = contractWorld.inboxes;
const query = { userId: ana.id };
const until = "2027-01-01T00:00:00.000Z";

function setUp(readAccount?: (phone: string) => Promise<AccountReading>) {
  let time = Date.parse("2026-11-26T12:00:00Z");
  const now = () => new Date(time);
  const store = createMemoryCallStore({ ...singleProviderWorld, now });
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const read = vi.fn(readAccount);
  const provider = { ...createFakeCallProvider(), ...(readAccount ? { readAccount: read } : {}) };
  const waits: number[] = [];
  const deps = {
    store,
    provider,
    onEvent: logEvents(log),
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
    // The attempt, and what it brought.
    expect(store.ledger).toMatchObject([
      { kind: "account", outcome: "no_change", callId: null },
      { kind: "account", outcome: "applied", callId: null },
    ]);
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
    expect(store.ledger).toHaveLength(4);
  });

  it("does not wait for a slow provider", async () => {
    const { deps, waits, store } = setUp(() => new Promise<AccountReading>(() => {}));
    expect(await fetchAvailability(deps, query)).toMatchObject({ updated_at: null });
    expect(waits).toEqual([timeLimits.settingsWait * 1000]);
    expect(store.ledger).toHaveLength(1);
  });

  it("keeps the instance alive until a slow provider has answered", async () => {
    let answer = (_: AccountReading) => {};
    const { deps, store } = setUp(() => new Promise((resolve) => (answer = resolve)));
    const kept: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void kept.push(work);
    expect(await fetchAvailability({ ...deps, waitUntil }, query)).toMatchObject({
      updated_at: null,
    });
    expect(kept).toHaveLength(1);
    answer(enabled);
    await kept[0];
    expect(store.ledger).toHaveLength(2);
    expect(await fetchAvailability(deps, query)).toMatchObject({ messaging_limit: "TIER_2K" });
  });

  it("never rejects what keeps the instance alive", async () => {
    const { deps, store, log } = setUp(async () => enabled);
    const failing = {
      ...store,
      recordEvents: () => Promise.reject(new CallsError("store_unavailable")),
    };
    const kept: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void kept.push(work);
    await fetchAvailability({ ...deps, store: failing, waitUntil }, query);
    expect(await kept[0]).toBe(false);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it("asks nothing of a provider without settings", async () => {
    const { deps, store } = setUp();
    expect(await fetchAvailability(deps, query)).toMatchObject({ may_call: true, country: "MX" });
    expect(store.ledger).toEqual([]);
  });

  it("asks the provider once for requests at the same time, and answers all of them", async () => {
    const { deps, store, read, pass } = setUp(async () => enabled);
    // As in a handler, where each request observes the store for itself.
    const ask = () =>
      Promise.all(
        [1, 2, 3].map(() =>
          fetchAvailability({ ...deps, store: observeStore(deps.store, () => {}) }, query),
        ),
      );
    for (const answer of await ask()) expect(answer).toMatchObject({ messaging_limit: "TIER_2K" });
    expect(read).toHaveBeenCalledTimes(1);
    expect(store.ledger).toHaveLength(2);
    pass(timeLimits.settings);
    await ask();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("asks the provider once a period for requests to several instances", async () => {
    const { deps, store, read, pass } = setUp(async () => enabled);
    // Each instance has a store of its own on the same database.
    const ask = () =>
      Promise.all([1, 2, 3].map(() => fetchAvailability({ ...deps, store: { ...store } }, query)));
    await ask();
    expect(read).toHaveBeenCalledTimes(1);
    for (const answer of await ask()) expect(answer).toMatchObject({ messaging_limit: "TIER_2K" });
    expect(read).toHaveBeenCalledTimes(1);
    pass(timeLimits.settings);
    await ask();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it("an instance that ends while it reads does not stop the next period's reading", async () => {
    const { deps, store, read, pass } = setUp(() => new Promise<AccountReading>(() => {}));
    await fetchAvailability(deps, query);
    read.mockResolvedValue(enabled);
    const other = { ...deps, store: { ...store } };
    expect(await fetchAvailability(other, query)).toMatchObject({ messaging_limit: null });
    pass(timeLimits.settings);
    expect(await fetchAvailability(other, query)).toMatchObject({ messaging_limit: "TIER_2K" });
  });

  it("knows the configured number of an inbox without one, also by the provider's id", async () => {
    const [eva, inboxId] = [contractWorld.agents[2].id, contractWorld.inboxes[2].id];
    const asked = { userId: eva, inboxId };
    for (const from of ["+525500000009", "461269257068840"]) {
      const { deps, read } = setUp(async () => enabled);
      const resolvePhone = vi.fn(async () => "+525500000009");
      const provider = { ...deps.provider, resolvePhone };
      expect(await fetchAvailability({ ...deps, provider, from }, asked)).toMatchObject({
        country: "MX",
        messaging_limit: "TIER_2K",
      });
      expect(read.mock.calls).toEqual([["+525500000009"]]);
      expect(resolvePhone.mock.calls).toEqual(from.startsWith("+") ? [] : [[from]]);
    }
  });

  it("tells what is known without the configured number if the provider does not know it", async () => {
    const { deps, log } = setUp(async () => enabled);
    const resolvePhone = () => Promise.reject(new ProviderError("provider_not_found", "rejected"));
    const provider = { ...deps.provider, resolvePhone };
    const asked = { userId: contractWorld.agents[2].id, inboxId: contractWorld.inboxes[2].id };
    expect(
      await fetchAvailability({ ...deps, provider, from: "461269257068840" }, asked),
    ).toMatchObject({ country: null, may_call: true });
    expect(log.warn.mock.calls).toMatchObject([
      [expect.any(String), { code: "provider_not_found" }],
    ]);
  });

  it("finds events that name only the provider's id, after the settings told number and id together", async () => {
    const eva = contractWorld.agents[2].id;
    const [, inbox] = contractWorld.inboxes;
    const asked = { userId: eva, inboxId: inbox.id };
    const { deps, pass } = setUp(async () => ({ ...enabled, phoneId: "461269257068899" }));
    await fetchAvailability(deps, asked);
    pass(1);
    await takeBody(deps, {
      object: "whatsapp_business_account",
      entry: [
        {
          id: "188234691048809",
          changes: [
            {
              field: "account_settings_update",
              value: {
                timestamp: String(Date.parse("2026-11-26T12:00:01Z") / 1000),
                phone_number_settings: {
                  phone_number_id: "461269257068899",
                  calling: { status: "DISABLED" },
                },
              },
            },
          ],
        },
      ],
    });
    expect((await fetchAvailability(deps, asked)).reasons).toEqual([
      { code: "calling_disabled", until: null },
    ]);
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

  it("reads old facts again before they refuse a dial", async () => {
    const { deps, read, pass } = await restricted();
    const blocking = { ...deps, availability: { blocksDialling: true } };
    pass(timeLimits.settings);
    await expect(dialCall(blocking, dial)).rejects.toMatchObject({ code: "calling_restricted" });
    expect(read).toHaveBeenCalledTimes(2);
    pass(timeLimits.settings);
    read.mockResolvedValue({ facts: { restrictions: [] } });
    expect((await dialCall(blocking, dial)).outcome).toBe("dialled");
    expect(read).toHaveBeenCalledTimes(3);
  });

  it("is not refused by old facts that nobody can read again", async () => {
    const { deps, read, pass } = await restricted();
    const blocking = { ...deps, availability: { blocksDialling: true } };
    pass(timeLimits.settings);
    read.mockRejectedValue(new ProviderError("provider_error", "rejected"));
    expect((await dialCall(blocking, dial)).outcome).toBe("dialled");
    // A new fact needs no reading.
    await deps.store.recordEvents([
      {
        event: {
          kind: "account",
          id: "told",
          provider: "meta",
          occurredAt: deps.now().toISOString(),
          business: { phone: "+5215500000001" },
          facts: { calling_status: "DISABLED" },
        },
        payload: null,
        bodySha256: "told",
      },
    ]);
    await expect(dialCall(blocking, dial)).rejects.toMatchObject({ code: "calling_disabled" });
    // The country does not change.
    const { provider } = blocking;
    const inUsa = { ...contractWorld.inboxes[0], phoneNumber: "+16315551234" };
    const store = createMemoryCallStore({ ...contractWorld, inboxes: [inUsa], now: deps.now });
    await expect(dialCall({ ...blocking, provider, store }, dial)).rejects.toMatchObject({
      code: "not_available",
    });
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

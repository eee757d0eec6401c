import { describe, expect, it } from "vitest";
import type { WebhookSource } from "../ports/webhookSource.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { ProviderError } from "../vocabulary/callsError.ts";
import type { CallDeps } from "./callDeps.ts";
import { dialCall } from "./dialCall.ts";
import { hangUpCall } from "./hangUpCall.ts";
import { takeWebhook } from "./takeWebhook.ts";

const [ana] = contractWorld.agents;
const id = "00000000-0000-4000-8000-000000000d01";
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";
const user = "MX.13491208655302741918";

function setUp() {
  const store = createMemoryCallStore(contractWorld);
  const provider = createFakeCallProvider({ clickToCall: true });
  const deps: CallDeps = {
    store,
    provider,
    onEvent() {},
    sleep: async () => {},
  };
  /** A webhook that reports the call. */
  const tell = (contact: { phone?: string; userId?: string }) => {
    const receivedAt = new Date();
    const source: WebhookSource = {
      name: "ycloud",
      givesEventIds: true,
      recognises: () => true,
      verify() {},
      parse: () => [
        {
          kind: "ringing",
          id: "evt_1",
          provider: "ycloud",
          callId: "wacid.told",
          occurredAt: receivedAt.toISOString(),
          direction: "saliente",
          contact,
          raw: null,
        },
      ],
    };
    const rawBody = new Uint8Array();
    return takeWebhook(deps, source, { rawBody, headers: new Headers(), url: "", receivedAt });
  };
  const terminated = () => provider.requests.filter(({ act }) => act === "terminate");
  return { deps, store, provider, tell, terminated };
}

describe("a dial whose answer does not arrive", () => {
  const phone = "+525587654321";
  const unanswered = () => {
    throw new ProviderError("provider_timeout", "ambiguous");
  };

  it("is ambiguous until a webhook reports the call, and then is joined with it", async () => {
    const { deps, store, provider, tell } = setUp();
    provider.before(unanswered);
    const dialled = await dialCall(deps, { userId: ana.id, to: phone, sdp, id });
    expect(dialled).toMatchObject({ outcome: "ambiguous", call: { id } });
    expect(dialled.call.unclear_at).not.toBeNull();
    await tell({ phone });
    expect([...store.calls.values()]).toMatchObject([{ id, call_id: "wacid.told" }]);
  });

  it("is dialled if a webhook arrived first", async () => {
    const { deps, store, provider, tell } = setUp();
    provider.before(async () => {
      await tell({ phone });
      unanswered();
    });
    expect(await dialCall(deps, { userId: ana.id, to: phone, sdp, id })).toMatchObject({
      outcome: "dialled",
      call: { id, call_id: "wacid.told" },
    });
    expect(store.calls.size).toBe(1);
  });

  it("is hung up as soon as its id is known, in any order of hang-up, webhook and 202", async () => {
    const hangUp = (deps: CallDeps) => hangUpCall(deps, { id, userId: ana.id });
    const orders: Record<string, (world: ReturnType<typeof setUp>) => Promise<void>> = {
      "hang-up, webhook, 202": async ({ deps, tell }) => {
        await hangUp(deps);
        await tell({ phone });
      },
      "webhook, hang-up, 202": async ({ deps, tell }) => {
        await tell({ phone });
        await hangUp(deps);
      },
    };
    for (const [order, meanwhile] of Object.entries(orders)) {
      const world = setUp();
      world.provider.before(async ({ act }) => {
        if (act !== "connect") return;
        await meanwhile(world);
        unanswered();
      });
      await dialCall(world.deps, { userId: ana.id, to: phone, sdp, id });
      expect({ order, calls: world.store.calls.size }).toEqual({ order, calls: 1 });
      expect(world.terminated().at(0), order).toMatchObject({ callId: "wacid.told" });
    }
    const later = setUp();
    later.provider.before(({ act }) => {
      if (act === "connect") unanswered();
    });
    await dialCall(later.deps, { userId: ana.id, to: phone, sdp, id });
    await hangUp(later.deps);
    expect(later.terminated()).toEqual([]);
    await later.tell({ phone });
    expect(later.terminated()).toMatchObject([{ callId: "wacid.told" }]);
  });
});

describe("a contact of whom only the user id is known", () => {
  it("is dialled by the user id, from the browser", async () => {
    const { deps, provider, tell, store } = setUp();
    const { call } = await dialCall(deps, { userId: ana.id, recipient: user, sdp, id });
    expect(provider.requests).toMatchObject([{ act: "connect", recipient: user }]);
    expect(provider.requests[0]).not.toHaveProperty("to");
    expect(call).toMatchObject({
      contact_user_id: user,
      contact_phone: null,
      direction: "saliente",
    });
    await tell({ userId: "MX.1" });
    expect(store.calls.size).toBe(2);
  });

  it("is joined with the webhooks of the same user id", async () => {
    const { deps, provider, tell, store } = setUp();
    provider.before(() => {
      throw new ProviderError("provider_timeout", "ambiguous");
    });
    await dialCall(deps, { userId: ana.id, recipient: user, sdp, id });
    await tell({ userId: user });
    expect([...store.calls.values()]).toMatchObject([{ id, call_id: "wacid.told" }]);
  });

  it("is refused without an SDP, and if the text is not a user id", async () => {
    const { deps, provider, store } = setUp();
    await expect(dialCall(deps, { userId: ana.id, recipient: user })).rejects.toMatchObject({
      code: "sdp_required",
    });
    await expect(
      dialCall(deps, { userId: ana.id, recipient: "+525587654321", sdp }),
    ).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining("in `to`"),
    });
    await expect(dialCall(deps, { userId: ana.id, to: user, sdp })).rejects.toMatchObject({
      code: "phone_is_user_id",
      message: expect.stringContaining("recipient"),
    });
    expect([provider.requests.length, store.calls.size]).toEqual([0, 0]);
  });
});

describe("a dial with a known id", () => {
  const phone = "+525587654321";

  it.each([
    ["the same number", { to: phone }, { to: "+52 55 8765 4321" }],
    ["another WhatsApp form of the number", { to: phone }, { to: "+5215587654321" }],
    ["the same user id", { recipient: user }, { recipient: user }],
  ])("returns the call for %s", async (_, first, second) => {
    const { deps, provider } = setUp();
    const { call } = await dialCall(deps, { userId: ana.id, sdp, id, ...first });
    const repeated = await dialCall(deps, { userId: ana.id, sdp, id, ...second });
    expect(repeated).toEqual({ outcome: "exists", call });
    expect(provider.requests).toHaveLength(1);
  });

  it.each([
    ["another number", { to: phone }, { to: "+525512345678" }],
    ["a user id in place of the number", { to: phone }, { recipient: user }],
    ["another user id", { recipient: user }, { recipient: "MX.1" }],
    ["a number in place of the user id", { recipient: user }, { to: phone }],
  ])("is refused for %s", async (_, first, second) => {
    const { deps, provider, store } = setUp();
    await dialCall(deps, { userId: ana.id, sdp, id, ...first });
    await expect(dialCall(deps, { userId: ana.id, sdp, id, ...second })).rejects.toMatchObject({
      code: "call_id_taken",
      status: 409,
    });
    expect([provider.requests.length, store.calls.size]).toEqual([1, 1]);
  });
});

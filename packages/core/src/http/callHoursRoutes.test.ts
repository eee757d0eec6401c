import { describe, expect, it, vi } from "vitest";
import { callRoutes } from "../contract/callRoutes.ts";
import { checkCallAnswers } from "../testing/checkAnswers.ts";
import { contractWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { type CallHandlerDeps, createCallHandler } from "./createCallHandler.ts";

const [ana, , eva, nobody, manager] = contractWorld.agents;
const [inboxA, inboxB] = contractWorld.inboxes;
const hours = {
  time_zone: "America/Mexico_City",
  weekly: [{ day: 1, open: "09:00", close: "18:00" }],
  holidays: [{ date: "2026-12-25" }],
};

/** The answers of all tests, such as `GET /call-hours 200`. */
const seen = new Set<string>();

function setUp(more: Partial<CallHandlerDeps> = {}) {
  const store = createMemoryCallStore(contractWorld);
  const handler = checkCallAnswers(
    createCallHandler({
      store,
      provider: createFakeCallProvider(),
      onEvent() {},
      authenticate: async (token) => token,
      ...more,
    }),
    seen,
  );
  const send = async (path: string, body?: unknown, as: string = ana.id) => {
    const response = await handler(
      new Request(`https://project.supabase.co/functions/v1/whatsapp-call${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: `Bearer ${as}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: await response.json() };
  };
  return { store, send };
}

describe("/call-hours", () => {
  it("may be set by nobody unless the deployment says who may", async () => {
    const { send } = setUp();
    expect(await send("/call-hours")).toMatchObject({
      status: 200,
      body: { inbox_id: inboxA.id, hours: null, may_set: false },
    });
    expect(await send("/call-hours", { hours })).toMatchObject({
      status: 403,
      body: { code: "forbidden" },
    });
    expect((await send("/call-hours")).body.hours).toBeNull();
  });

  it("are set and deleted by an agent who may manage the number", async () => {
    const mayManage = vi.fn(({ userId }: { userId: string }) => userId === ana.id);
    const { send } = setUp({ mayManage });
    expect(await send("/call-hours", { inbox_id: inboxA.id, hours })).toEqual({
      status: 200,
      body: { ok: true, hours, provider: "unsupported" },
    });
    expect(mayManage.mock.calls).toEqual([[{ userId: ana.id, inboxId: inboxA.id }]]);
    expect((await send("/call-hours")).body).toMatchObject({ hours, may_set: true });
    expect((await send("/availability")).body.availability).toMatchObject({ hours });
    expect((await send("/call-hours", undefined, manager.id)).body).toMatchObject({
      hours,
      may_set: false,
    });
    expect((await send("/call-hours", { hours: null })).body).toMatchObject({ hours: null });
    expect((await send("/call-hours")).body.hours).toBeNull();
  });

  it("of another branch are not found, whoever may manage", async () => {
    const mayManage = vi.fn(async () => true);
    const { send } = setUp({ mayManage });
    const asked = { inbox_id: inboxB.id, hours };
    expect((await send("/call-hours", asked)).body.code).toBe("inbox_not_found");
    expect((await send(`/call-hours?inbox_id=${inboxB.id}`)).body.code).toBe("inbox_not_found");
    expect((await send("/call-hours", { hours }, eva.id)).body.code).toBe("inbox_required");
    expect((await send("/call-hours", { hours }, nobody.id)).body.code).toBe("no_branch");
    expect(mayManage).not.toHaveBeenCalled();
    // An agent of several branches names the number.
    expect((await send("/call-hours", asked, manager.id)).status).toBe(200);
    expect((await send("/availability", undefined, ana.id)).body.availability.hours).toBeNull();
  });

  it("are refused with the problems if they are not valid", async () => {
    const { send } = setUp({ mayManage: () => true });
    const wrong = { ...hours, time_zone: "Mars/Base" };
    expect(await send("/call-hours", { hours: wrong })).toMatchObject({
      status: 400,
      body: { code: "invalid_request", details: [{ path: "hours.time_zone" }] },
    });
    // Null deletes the hours, so they are never left out by mistake.
    expect((await send("/call-hours", {})).status).toBe(400);
  });

  it("tells the hours that the provider has, and writes them to it", async () => {
    const saveCallHours = vi.fn(async () => {});
    const { send, store } = setUp({
      mayManage: () => true,
      provider: { ...createFakeCallProvider(), saveCallHours },
    });
    await store.recordEvents([
      {
        event: {
          kind: "account",
          id: "told",
          provider: "meta",
          occurredAt: "2026-11-26T12:00:00.000Z",
          business: { phone: "+5215500000001" },
          facts: { call_hours: { ...hours, holidays: [], weekly: [] } },
        },
        payload: null,
        bodySha256: "told",
      },
    ]);
    expect((await send("/call-hours")).body.hours).toMatchObject({ weekly: [] });
    expect((await send("/call-hours", { hours })).body).toEqual({
      ok: true,
      hours,
      provider: "saved",
    });
    expect(saveCallHours.mock.calls).toEqual([["+5215500000001", hours]]);
    expect((await send("/call-hours", { hours: null })).body.provider).toBe("saved");
    // The provider has none any more: what it told before is over.
    expect((await send("/call-hours")).body.hours).toBeNull();
    expect((await send("/availability")).body.availability.hours).toBeNull();
  });

  it("of an inbox without a number are those of the configured number", async () => {
    const saveCallHours = vi.fn(async () => {});
    const provider = { ...createFakeCallProvider({ name: "meta" }), saveCallHours };
    const { send } = setUp({ mayManage: () => true, provider, from: "+5215500000009" });
    const bare = contractWorld.inboxes[2].id;
    const saved = await send("/call-hours", { inbox_id: bare, hours }, eva.id);
    expect(saved.body.provider).toBe("saved");
    expect(saveCallHours.mock.calls).toEqual([["+5215500000009", hours]]);
  });

  it("are not saved if the inbox names a provider that is not configured", async () => {
    const { send } = setUp({ mayManage: () => true });
    const bare = contractWorld.inboxes[2].id;
    const refused = await send("/call-hours", { inbox_id: bare, hours }, eva.id);
    expect(refused.body.code).toBe("provider_not_configured");
    const shown = await send(`/call-hours?inbox_id=${bare}`, undefined, eva.id);
    expect(shown.body.hours).toBeNull();
  });
});

it("every response of the two routes was seen", () => {
  for (const route of ["GET /call-hours", "POST /call-hours"] as const) {
    for (const status of Object.keys(callRoutes[route].answers)) {
      expect(seen).toContain(`${route} ${status}`);
    }
  }
});

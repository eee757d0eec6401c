import { describe, expect, it, vi } from "vitest";
import { flatWebhooks } from "../flat/flatWebhooks.ts";
import { logEvents } from "../ports/logEvents.ts";
import type { OnEvent, TelemetryEvent } from "../ports/telemetry.ts";
import { contractWorld, singleProviderWorld } from "../testing/contractWorld.ts";
import { createFakeCallProvider } from "../testing/createFakeCallProvider.ts";
import { createMemoryCallStore } from "../testing/createMemoryCallStore.ts";
import { flatEvent } from "../testing/fixtures/flatFixtures.ts";
import { fixtureParties } from "../testing/fixtures/numbers.ts";
import { ycloudEvent } from "../testing/fixtures/ycloudFixtures.ts";
import { signWebhook } from "../testing/signWebhook.ts";
import { observeProvider } from "../useCases/observe.ts";
import type { Call } from "../vocabulary/callFacts.ts";
import { CallsError, ProviderError } from "../vocabulary/callsError.ts";
import { ycloudWebhooks } from "../ycloud/ycloudWebhooks.ts";
import { type CallHandlerDeps, createCallHandler } from "./createCallHandler.ts";
import { createWebhookHandler } from "./createWebhookHandler.ts";

const [ana] = contractWorld.agents;
const sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n";
const to = "+525587654321";
const secret = "whsec_test";
const ms = expect.any(Number);

function setUp(more: Partial<CallHandlerDeps> = {}) {
  const events: TelemetryEvent[] = [];
  const onEvent: OnEvent = (event) => void events.push(event);
  const store = createMemoryCallStore(singleProviderWorld);
  const provider = createFakeCallProvider();
  const calls = createCallHandler({
    store,
    provider,
    authenticate: async () => ana.id,
    sleep: async () => {},
    onEvent,
    ...more,
  });
  const webhooks = createWebhookHandler({
    store,
    provider,
    sources: [ycloudWebhooks({ secrets: [secret] }), flatWebhooks({ token: "flat token" })],
    onEvent,
  });
  const post = (path: string, body?: object, headers = {}) =>
    calls(
      new Request(`https://x.example/whatsapp-call${path}`, {
        method: "POST",
        headers: { authorization: "Bearer token", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const deliver = (body: object, key = secret, more = {}) => {
    const rawBody = JSON.stringify(body);
    const headers = signWebhook({ scheme: "ycloud", rawBody, secret: key });
    return webhooks(
      new Request("https://x.example/hook", {
        method: "POST",
        body: rawBody,
        headers: { ...headers, ...more },
      }),
    );
  };
  return { events, store, provider, calls, post, deliver, webhooks };
}

const ofKind = <K extends TelemetryEvent["kind"]>(events: readonly TelemetryEvent[], kind: K) =>
  events.filter((event): event is Extract<TelemetryEvent, { kind: K }> => event.kind === kind);

describe("the events of a request", () => {
  it("are one of the request, and one of each act of provider and store", async () => {
    const { events, post } = setUp();
    expect((await post("", { to, sdp }, { "x-request-id": "req-1" })).status).toBe(200);
    expect(events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["store", "provider", "request"]),
    );
    expect(ofKind(events, "request")).toEqual([
      {
        kind: "request",
        level: "info",
        handler: "calls",
        method: "POST",
        route: "POST /",
        status: 200,
        requestId: "req-1",
        agentId: ana.id,
        provider: "ycloud",
        ms,
      },
    ]);
    expect(ofKind(events, "provider")).toEqual([
      {
        kind: "provider",
        level: "info",
        provider: "ycloud",
        act: "connect",
        outcome: "ok",
        requestId: "req-1",
        ms,
      },
    ]);
    expect(ofKind(events, "store").map(({ act, outcome }) => `${act} ${outcome}`)).toEqual([
      "beginCall ok",
      "attachCall ok",
    ]);
    expect(ofKind(events, "store").map(({ requestId }) => requestId)).toEqual(["req-1", "req-1"]);
  });

  it("tell the failed statement of a request, also of its health", async () => {
    const { events, store, calls } = setUp();
    vi.spyOn(store, "findCall").mockRejectedValue(new CallsError("store_unavailable"));
    const headers = { "x-request-id": "req-2" };
    await calls(new Request("https://x.example/whatsapp-call/health", { headers }));
    expect(ofKind(events, "store")).toMatchObject([
      { act: "findCall", outcome: "failed", code: "store_unavailable", requestId: "req-2" },
    ]);
  });

  it("tell milliseconds to a tenth", async () => {
    const { events, post, deliver } = setUp();
    await post("", { to, sdp });
    await deliver(ycloudEvent("offer"));
    const times = events.flatMap((event) => ("ms" in event ? [String(event.ms)] : []));
    expect(times.length).toBeGreaterThan(4);
    for (const time of times) expect(time).toMatch(/^\d+(\.\d)?$/);
  });

  it("have one name for all methods that HTTP does not have", async () => {
    const { events, calls, webhooks } = setUp();
    for (const method of ["BREW", "X-1", "PUT"]) {
      await calls(new Request("https://x.example/whatsapp-call", { method }));
      await webhooks(new Request("https://x.example/hook", { method }));
    }
    expect(ofKind(events, "request").map(({ method }) => method)).toEqual([
      "_OTHER",
      "_OTHER",
      "_OTHER",
      "_OTHER",
      "PUT",
      "PUT",
    ]);
  });

  it("tell call, provider and both ids of a request that failed", async () => {
    const { events, post, provider } = setUp();
    const { call } = (await (await post("", { to, sdp })).json()) as { call: Call };
    events.length = 0;
    provider.before(() => {
      throw Object.assign(new ProviderError("provider_error", "ambiguous"), { requestId: "y-1" });
    });
    expect((await post(`/${call.id}/hangup`, undefined, { "sb-request-id": "sb" })).status).toBe(
      502,
    );
    const shared = { code: "provider_error", providerRequestId: "y-1", requestId: "sb" };
    expect(ofKind(events, "request")).toMatchObject([
      {
        level: "error",
        route: "POST /{id}/hangup",
        callId: call.id,
        provider: "ycloud",
        ...shared,
      },
    ]);
    expect(ofKind(events, "provider")).toMatchObject([
      { act: "terminate", outcome: "ambiguous", ...shared },
    ]);
  });

  it("have the same new id if the request brings none", async () => {
    const { events, post } = setUp();
    await post("", { to, sdp });
    await post("", { to: "+525587654322", sdp });
    const ids = [...ofKind(events, "provider"), ...ofKind(events, "request")].map(
      ({ requestId }) => requestId,
    );
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect([ids[0], ids[1]]).toEqual([ids[2], ids[3]]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it("contain no SDP, token or whole number, and are flat", async () => {
    const { events, post, provider, deliver } = setUp();
    provider.before(() => {
      throw new Error(`no ${to} with ${sdp}`);
    });
    await post("", { to, sdp });
    await post("/unknown");
    await deliver(ycloudEvent("completed"));
    await deliver(ycloudEvent("offer"));
    expect(ofKind(events, "problem").map(({ problem }) => problem)).toEqual(["dial_unclear"]);
    const text = JSON.stringify(events);
    expect(text).not.toMatch(/v=0|Bearer|whsec|5587654321/);
    for (const value of events.flatMap((event) => Object.values(event))) {
      expect(["string", "number", "undefined"]).toContain(typeof value);
    }
  });
});

describe("the events of a webhook", () => {
  it("count what became of its events", async () => {
    const { events, deliver } = setUp();
    await deliver(ycloudEvent("offer"));
    await deliver(ycloudEvent("offer"));
    const none = { applied: 0, no_change: 0, duplicate: 0, conflict: 0, dead_letter: 0 };
    const common = { kind: "webhook", level: "info", provider: "ycloud", events: 1, ms };
    expect(ofKind(events, "webhook")).toMatchObject([
      { ...common, ...none, applied: 1 },
      { ...common, ...none, duplicate: 1 },
    ]);
    expect(ofKind(events, "request")).toMatchObject([
      { handler: "webhooks", route: "POST /", provider: "ycloud", status: 200 },
      { handler: "webhooks", route: "POST /", provider: "ycloud", status: 200 },
    ]);
  });

  it("are also those of the store, and of the provider that ends a call late", async () => {
    const { events, post, deliver, provider } = setUp();
    provider.before(({ act }) => {
      if (act === "connect") throw new ProviderError("provider_timeout", "ambiguous");
    });
    const dialled = await post("", { to: fixtureParties.contactPhone, sdp });
    const { call } = (await dialled.json()) as { call: Call };
    expect((await post(`/${call.id}/hangup`)).status).toBe(200);
    events.length = 0;
    const answer = ycloudEvent("answer", { businessPhone: "+525500000001" });
    await deliver(answer, secret, { "x-request-id": "req-3" });
    const requestId = "req-3";
    expect(events).toMatchObject([
      { kind: "store", act: "recordEvents", outcome: "ok", requestId },
      { kind: "provider", provider: "ycloud", act: "terminate", outcome: "ok", requestId },
      { kind: "webhook", requestId },
      { kind: "request", requestId },
    ]);
  });

  it("warn of a wrong secret of a known sender, but not of a stranger", async () => {
    const { events, deliver, webhooks } = setUp();
    await deliver(ycloudEvent("offer"), "whsec_other");
    await webhooks(new Request("https://x.example/hook", { method: "PUT" }));
    expect(ofKind(events, "request")).toMatchObject([
      { level: "warn", provider: "ycloud", status: 401, code: "signature_mismatch" },
      { level: "info", status: 405 },
    ]);
  });

  it("name an event that the store has made a dead letter", async () => {
    const { events, store, deliver } = setUp();
    vi.spyOn(store, "recordEvents").mockResolvedValueOnce([
      { eventId: "e", outcome: "dead_letter", joined: false, call: null },
    ]);
    await deliver(ycloudEvent("completed"));
    expect(ofKind(events, "problem")).toMatchObject([
      { level: "error", problem: "dead_letter", provider: "ycloud" },
    ]);
  });

  it("name a webhook that the store refuses", async () => {
    const { events, store, webhooks } = setUp();
    const real = store.recordEvents;
    vi.spyOn(store, "recordEvents")
      .mockRejectedValueOnce(new CallsError("store_refused"))
      .mockImplementation(real);
    const headers = signWebhook({ scheme: "token", rawBody: "", secret: "flat token" });
    const body = JSON.stringify(flatEvent("completed"));
    await webhooks(new Request("https://x.example/hook", { method: "POST", body, headers }));
    expect(ofKind(events, "problem")).toMatchObject([
      { level: "error", problem: "dead_letter", code: "store_refused" },
    ]);
    expect(ofKind(events, "webhook")).toMatchObject([{ dead_letter: 1 }]);
  });
});

describe("a frozen provider and store", () => {
  it.each([undefined, () => {}])("work with the hook %s", async (onEvent) => {
    const store = Object.freeze(createMemoryCallStore(singleProviderWorld));
    const provider = Object.freeze(createFakeCallProvider());
    const calls = createCallHandler({
      store,
      provider,
      authenticate: async () => ana.id,
      ...(onEvent && { onEvent }),
    });
    const response = await calls(
      new Request("https://x.example/whatsapp-call", {
        method: "POST",
        headers: { authorization: "Bearer token" },
        body: JSON.stringify({ to, sdp }),
      }),
    );
    expect(response.status).toBe(200);
  });

  it("keep their methods and values when they are observed", async () => {
    const provider = Object.freeze(createFakeCallProvider());
    const told = vi.fn();
    const observed = observeProvider(provider, told);
    expect(Object.keys(observed)).toEqual(Object.keys(provider));
    expect("connect" in observed).toBe(true);
    expect("absent" in observed).toBe(false);
    const copy = { ...observed };
    expect(copy.name).toBe("ycloud");
    await copy.terminate({ callId: "wacid.1", phoneId: "1" });
    expect(told.mock.calls).toMatchObject([[{ act: "terminate", outcome: "ok" }]]);
  });
});

describe("a hook that fails", () => {
  it.each<[string, OnEvent]>([
    [
      "throws",
      () => {
        throw new Error("no");
      },
    ],
    ["rejects", (async () => Promise.reject(new Error("no"))) as unknown as OnEvent],
  ])("and %s changes no response", async (_, onEvent) => {
    const { post } = setUp({ onEvent });
    expect((await post("", { to, sdp })).status).toBe(200);
    expect((await post("/unknown")).status).toBe(404);
  });
});

describe("logEvents", () => {
  const run = async (options?: { all?: boolean }) => {
    const lines: unknown[][] = [];
    const write =
      (level: string) =>
      (...line: unknown[]) =>
        void lines.push([level, ...line]);
    const log = { info: write("info"), warn: write("warn"), error: write("error") };
    const { post, provider } = setUp({ onEvent: logEvents(log, options) });
    provider.before(() => {
      throw new ProviderError("provider_error", "ambiguous");
    });
    await post("", { to, sdp });
    return lines.map(([level, message]) => `${level} ${message}`);
  };
  it("writes problems alone, or everything", async () => {
    expect(await run()).toEqual(["warn dial_unclear"]);
    expect(await run({ all: true })).toEqual(
      expect.arrayContaining(["info provider", "info store", "info request", "warn dial_unclear"]),
    );
  });
});

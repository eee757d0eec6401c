import { afterEach, describe, expect, it, vi } from "vitest";
import {
  createTestClient,
  from,
  json,
  phoneId,
  sdp,
  to,
  useTestServer,
  wacid,
} from "./testServer.ts";

const server = useTestServer();
const list = () => json({ items: [] });
const failure = (status: number, headers: Record<string, string> = {}) =>
  json({ error: { status, code: "X" } }, { status, headers });

describe("GETs are retried", () => {
  it.each([408, 429, 500, 502, 503, 504])("after HTTP %i", async (status) => {
    server.answer(failure(status), list());
    await createTestClient().phoneNumbers.list();
    expect(server.sent).toHaveLength(2);
  });

  it.each([400, 401, 403, 404, 409])("not after HTTP %i", async (status) => {
    server.answer(failure(status), list());
    const { phoneNumbers } = createTestClient();
    await expect(phoneNumbers.list()).rejects.toMatchObject({ httpStatus: status });
    expect(server.sent).toHaveLength(1);
  });

  it("twice by default, with growing waits", async () => {
    server.answer(failure(503));
    const delay = vi.fn((_attempt: number) => 0);
    const { phoneNumbers } = createTestClient({ retry: { delay } });
    await expect(phoneNumbers.list()).rejects.toMatchObject({ code: "provider_error" });
    expect(server.sent).toHaveLength(3);
    expect(delay.mock.calls).toEqual([[1], [2]]);
  });

  it.each([0, 4])("as often as configured: %i", async (limit) => {
    server.answer(failure(500));
    const { phoneNumbers } = createTestClient({ retry: { limit, delay: () => 0 } });
    await expect(phoneNumbers.list()).rejects.toThrow();
    expect(server.sent).toHaveLength(limit + 1);
  });

  it("after a lost connection", async () => {
    const fetch = vi
      .fn<typeof globalThis.fetch>()
      .mockRejectedValueOnce(new TypeError("fetch failed"))
      .mockResolvedValue(list());
    await createTestClient({ fetch }).phoneNumbers.list();
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("for downloads too", async () => {
    server.answer(failure(503), new Response("OggS"));
    const response = await createTestClient().calls.downloadMedia("a1");
    await expect(response.text()).resolves.toBe("OggS");
  });
});

describe("Retry-After", () => {
  afterEach(() => vi.useRealTimers());

  const slowDown = (headers: Record<string, string>) =>
    vi
      .fn<typeof globalThis.fetch>()
      .mockResolvedValueOnce(failure(429, headers))
      .mockResolvedValue(list());

  it.each([
    ["in seconds", () => "3"],
    ["as a date", () => new Date(Date.now() + 3000).toUTCString()],
  ])("is waited for, %s", async (_, value) => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) });
    const fetch = slowDown({ "Retry-After": value() });
    const answered = createTestClient({ fetch }).phoneNumbers.list();
    await vi.advanceTimersByTimeAsync(2999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    await expect(answered).resolves.toMatchObject({ items: [] });
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("that is too long is thrown at once", async () => {
    const fetch = slowDown({ "Retry-After": "11" });
    await expect(createTestClient({ fetch }).phoneNumbers.list()).rejects.toMatchObject({
      code: "rate_limited",
      status: 429,
      retryAfter: 11,
    });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("requests other than GET are never retried", () => {
  const client = createTestClient({ retry: { limit: 5, delay: () => 0 } });
  const url = "https://example.com/webhook";
  const message = {
    from,
    to,
    type: "template",
    template: { name: "t", language: { code: "es" } },
  } as const;
  const commands = [
    ["connect", () => client.calls.connect({ from, to, sdp })],
    ["preAccept", () => client.calls.preAccept({ phoneId, wacid, sdp })],
    ["accept", () => client.calls.accept({ phoneId, wacid, sdp })],
    ["reject", () => client.calls.reject({ phoneId, wacid })],
    ["terminate", () => client.calls.terminate({ phoneId, wacid })],
    ["clickToCall", () => client.calls.clickToCall({ path: "/v2/whatsapp/calls", from, to })],
    ["messages.send", () => client.messages.send(message)],
    ["messages.sendDirectly", () => client.messages.sendDirectly(message)],
    [
      "settings.save",
      () =>
        client.settings.save({ wabaId: "1", phoneNumber: from, calling: { status: "ENABLED" } }),
    ],
    [
      "templates.createCallPermission",
      () =>
        client.templates.createCallPermission({
          wabaId: "1",
          name: "t",
          language: "es",
          bodyText: "x",
        }),
    ],
    [
      "webhookEndpoints.create",
      () => client.webhookEndpoints.create({ url, enabledEvents: ["whatsapp.call.connect"] }),
    ],
    ["webhookEndpoints.update", () => client.webhookEndpoints.update("w1", { url })],
    ["webhookEndpoints.delete", () => client.webhookEndpoints.delete("w1")],
    ["webhookEndpoints.rotateSecret", () => client.webhookEndpoints.rotateSecret("w1")],
  ] as const satisfies (readonly [string, () => Promise<unknown>])[];

  describe.each(commands)("%s", (_, run) => {
    it.each([429, 500, 503])("after HTTP %i", async (httpStatus) => {
      server.answer(failure(httpStatus, { "Retry-After": "0" }));
      await expect(run()).rejects.toMatchObject({
        httpStatus,
        outcome: httpStatus === 429 ? "rejected" : "ambiguous",
      });
      expect(server.sent).toHaveLength(1);
    });

    it("after a lost connection", async () => {
      server.answer(() => Response.error());
      await expect(run()).rejects.toMatchObject({
        code: "provider_unreachable",
        status: 502,
        outcome: "ambiguous",
      });
      expect(server.sent).toHaveLength(1);
    });
  });
});

describe("time-outs", () => {
  const never: typeof globalThis.fetch = (input) =>
    new Promise((_, reject) => {
      const { signal } = input as Request;
      signal.addEventListener("abort", () => reject(signal.reason));
    });

  it("of an answer that does not arrive", async () => {
    const signals: AbortSignal[] = [];
    const fetch: typeof globalThis.fetch = (input) => {
      signals.push((input as Request).signal);
      return never(input);
    };
    const { calls } = createTestClient({ fetch, timeoutMs: 5 });
    await expect(calls.connect({ from, to, sdp })).rejects.toMatchObject({
      name: "YCloudError",
      code: "provider_timeout",
      status: 502,
      outcome: "ambiguous",
    });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it("of a body that does not end", async () => {
    const fetch = async () => new Response(new ReadableStream({}));
    const { calls } = createTestClient({ fetch, timeoutMs: 5 });
    await expect(calls.connect({ from, to, sdp })).rejects.toMatchObject({
      code: "provider_timeout",
      outcome: "ambiguous",
    });
  });

  it("are not retried, even for a GET", async () => {
    const fetch = vi.fn(never);
    const { phoneNumbers } = createTestClient({ fetch, timeoutMs: 5 });
    await expect(phoneNumbers.list()).rejects.toMatchObject({ code: "provider_timeout" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe("connections", () => {
  it("that were refused have sent nothing", async () => {
    const cause = Object.assign(new Error("x"), { code: "ECONNREFUSED", syscall: "connect" });
    const fetch = async () => Promise.reject(new TypeError("fetch failed", { cause }));
    const { calls } = createTestClient({ fetch });
    await expect(calls.connect({ from, to, sdp })).rejects.toMatchObject({
      code: "provider_unreachable",
      outcome: "rejected",
      details: { networkCode: "ECONNREFUSED" },
    });
  });

  it("that break during the answer are ambiguous", async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"success":'));
        controller.error(new TypeError("terminated"));
      },
    });
    const { calls } = createTestClient({ fetch: async () => new Response(broken) });
    await expect(calls.connect({ from, to, sdp })).rejects.toMatchObject({
      code: "provider_unreachable",
      outcome: "ambiguous",
    });
  });
});

it("follows no redirect, which would receive the key", async () => {
  server.answer(new Response(null, { status: 307, headers: { location: "https://evil.test/" } }));
  const { calls } = createTestClient();
  await expect(calls.connect({ from, to, sdp })).rejects.toMatchObject({
    code: "provider_response_invalid",
    outcome: "ambiguous",
    httpStatus: 307,
  });
  expect(server.sent).toHaveLength(1);
});

it("calls the given fetch unbound, as Workers require", async () => {
  const seen: unknown[] = [];
  const fetch = function (this: unknown) {
    seen.push(this);
    return Promise.resolve(list());
  } as typeof globalThis.fetch;
  await createTestClient({ fetch }).phoneNumbers.list();
  expect(seen).toEqual([undefined]);
});

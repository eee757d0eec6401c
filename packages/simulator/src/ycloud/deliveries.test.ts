import { describe, expect, it } from "vitest";
import { reordered } from "../delivery/deliveryOrder.ts";
import { isSigned, waitFor } from "../testKit/receiver.ts";
import { contactPhone, startTestSimulator, webhookSecret } from "../testKit/startTestSimulator.ts";
import { ycloudDelivery } from "./ycloudDelivery.ts";

const { retryDelaysMs } = ycloudDelivery;

type TestSimulator = Awaited<ReturnType<typeof startTestSimulator>>;
const day = 86_400_000;
const attempts = (sim: TestSimulator, index = 0) => sim.simulator.deliveries()[index]?.attempts;
const untilAttempts = (sim: TestSimulator, count: number) =>
  waitFor(() => attempts(sim)?.length === count);

describe("the retry schedule", () => {
  it("is YCloud's", () => {
    expect(retryDelaysMs.map((ms) => ms / 1000)).toEqual([10, 30, 300, 1800, 3600, 7200, 7200]);
  });

  it("tries eight times with the same event and new signatures, and then gives up", async () => {
    const sim = await startTestSimulator();
    sim.receiver.answerWith(() => 500);
    await sim.userCalls({ ringMs: day });
    for (const [index, wait] of retryDelaysMs.entries()) {
      await untilAttempts(sim, index + 1);
      sim.clock.advance(wait - 1);
      expect(attempts(sim)).toHaveLength(index + 1);
      sim.clock.advance(1);
    }
    await untilAttempts(sim, 8);
    const { received } = sim.receiver;
    expect(received).toHaveLength(8);
    expect(received.every((item) => isSigned(item, webhookSecret))).toBe(true);
    expect(new Set(received.map(({ rawBody }) => rawBody)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers["ycloud-signature"])).size).toBe(8);
    expect(sim.simulator.deliveries()[0]).toMatchObject({
      url: sim.receiver.url,
      endpointId: received[0]?.headers["x-webhook-endpoint-id"],
      eventId: received[0]?.body.id,
      type: "whatsapp.call.connect",
      state: "given_up",
    });
    expect(attempts(sim)?.every(({ status }) => status === 500)).toBe(true);
  });

  it("is multiplied by retryScale", async () => {
    const sim = await startTestSimulator({ retryScale: 0.001 });
    sim.receiver.answerWith(() => 503);
    await sim.userCalls();
    await untilAttempts(sim, 1);
    sim.clock.advance(9);
    expect(attempts(sim)).toHaveLength(1);
    sim.clock.advance(1);
    await untilAttempts(sim, 2);
  });

  it.each([200, 204, 299])("ends with a %i", async (status) => {
    const sim = await startTestSimulator();
    sim.receiver.answerWith(() => status);
    await sim.userCalls();
    await untilAttempts(sim, 1);
    expect(sim.simulator.deliveries()[0]).toMatchObject({
      state: "delivered",
      attempts: [{ at: "2026-11-22T10:00:00.500Z", status }],
    });
  });

  it("follows no redirect", async () => {
    const sim = await startTestSimulator();
    sim.receiver.answerWith(() => 302);
    await sim.userCalls();
    await untilAttempts(sim, 1);
    expect(sim.simulator.deliveries()[0]).toMatchObject({ state: "pending" });
    expect(sim.receiver.received).toHaveLength(1);
  });

  it("repeats a delivery without a response or to an unreachable address", async () => {
    const sim = await startTestSimulator({ webhookTimeoutMs: 20 });
    sim.receiver.answerWith(() => null);
    await sim.userCalls();
    await untilAttempts(sim, 1);
    expect(attempts(sim)).toMatchObject([{ status: null, error: "no answer within 20 ms" }]);
    await sim.receiver.close();
    sim.clock.advance(10_000);
    await untilAttempts(sim, 2);
    expect(attempts(sim)?.[1]).toMatchObject({ status: null, error: /ECONNREFUSED|ECONNRESET/ });
  });
});

describe("the network's faults", () => {
  it("duplicate: every event arrives twice, with the same id", async () => {
    const sim = await startTestSimulator();
    await sim.setFaults({ duplicate: true });
    await sim.connect();
    sim.clock.advance(day);
    const received = await sim.receiver.until(8);
    expect(new Set(received.map(({ body }) => body.id)).size).toBe(4);
  });

  it("duplicate: a number is the share of events", async () => {
    const rolls = [0.2, 0.9, 0.2, 0.9];
    const sim = await startTestSimulator({ random: () => rolls.shift() ?? 1 });
    await sim.setFaults({ duplicate: 0.5 });
    await sim.connect();
    sim.clock.advance(day);
    await sim.receiver.until(6);
    expect(sim.simulator.deliveries()).toHaveLength(6);
  });

  it("reorder: events are held, and arrive in another order", async () => {
    const sim = await startTestSimulator({ random: () => 0.5 });
    await sim.setFaults({ reorder: 60_000 });
    await sim.setContact({ ringMs: 0, talkMs: 0 });
    await sim.connect();
    sim.clock.advance(200);
    sim.clock.advance(59_899);
    expect(sim.simulator.deliveries().map(({ attempts }) => attempts.length)).toEqual([0, 0, 0, 0]);
    sim.clock.advance(1);
    await sim.receiver.until(4);
    expect(sim.receiver.types()).toEqual([
      "whatsapp.call.terminate",
      "whatsapp.call.status.updated ACCEPTED",
      "whatsapp.call.status.updated RINGING",
      "whatsapp.call.connect answer",
    ]);
  });

  it("delayMs: events arrive later, in the original order", async () => {
    const sim = await startTestSimulator();
    await sim.setFaults({ delayMs: 4_000 });
    await sim.setContact({ ringMs: 0, talkMs: 0 });
    await sim.connect();
    sim.clock.advance(4_099);
    expect(sim.simulator.deliveries().flatMap(({ attempts }) => attempts)).toEqual([]);
    sim.clock.advance(1_000);
    await sim.receiver.until(4);
    expect(sim.receiver.types().at(-1)).toBe("whatsapp.call.terminate");
  });

  it("dropFirst: only the retry delivers", async () => {
    const sim = await startTestSimulator();
    await sim.setFaults({ dropFirst: true });
    await sim.request("POST", "/_sim/calls", {
      from: contactPhone,
      to: sim.simulator.businessPhone,
    });
    await untilAttempts(sim, 1);
    expect(sim.receiver.received).toHaveLength(0);
    sim.clock.advance(10_000);
    await sim.receiver.until(1);
    await waitFor(() => sim.simulator.deliveries()[0]?.state === "delivered");
    expect(attempts(sim)).toMatchObject([
      { status: null, error: "lost because of the fault dropFirst" },
      { status: 200 },
    ]);
  });

  it("the random order of two or more items always differs from the original order", () => {
    const rolls = [0.1, 0.2, 0.3];
    expect(reordered(["a", "b", "c"], () => rolls.shift() ?? 0)).toEqual(["c", "b", "a"]);
    expect(reordered(["a"], Math.random)).toEqual(["a"]);
  });
});

describe("webhook endpoints", () => {
  const path = "/v2/webhookEndpoints";

  it("are created, read, listed, changed, rotated and removed", async () => {
    const sim = await startTestSimulator();
    const url = `${sim.receiver.url}/second`;
    const { body: created } = await sim.request("POST", path, {
      url,
      enabledEvents: ["whatsapp.call.terminate"],
    });
    expect(created).toEqual({
      id: expect.stringMatching(/^wh[0-9a-f]{24}$/),
      url,
      enabledEvents: ["whatsapp.call.terminate"],
      description: "",
      status: "active",
      secret: expect.stringMatching(/^whsec_[0-9a-f]{32}$/),
      createTime: "2026-11-22T10:00:00.500Z",
      updateTime: "2026-11-22T10:00:00.500Z",
    });
    expect((await sim.request("GET", `${path}/${created.id}`)).body).toEqual(created);
    const { body: page } = await sim.request("GET", `${path}?limit=1&page=2&includeTotal=true`);
    expect(page).toEqual({ offset: 1, limit: 1, length: 1, total: 2, items: [created] });
    const patch = { description: "second" };
    const { body: patched } = await sim.request("PATCH", `${path}/${created.id}`, patch);
    expect(patched).toEqual({ ...created, ...patch });
    const { body: rotated } = await sim.request("POST", `${path}/${created.id}/rotateSecret`);
    expect(rotated.secret).not.toBe(created.secret);
    expect((await sim.request("DELETE", `${path}/${created.id}`)).status).toBe(200);
    expect((await sim.request("GET", `${path}/${created.id}`)).status).toBe(404);
  });

  it("receive their enabled events while they are active, signed with their own secret", async () => {
    const sim = await startTestSimulator();
    const create = (more: object) =>
      sim.request("POST", path, {
        url: sim.receiver.url,
        enabledEvents: ["whatsapp.call.connect"],
        ...more,
      });
    const { body: mine } = await create({});
    await create({ status: "disabled" });
    await create({ enabledEvents: ["whatsapp.call.terminate"] });
    await sim.userCalls();
    await sim.receiver.until(2);
    await waitFor(() => sim.simulator.deliveries().every(({ state }) => state === "delivered"));
    const { received } = sim.receiver;
    expect(received).toHaveLength(2);
    const own = received.find(({ headers }) => headers["x-webhook-endpoint-id"] === mine.id);
    expect(own && isSigned(own, mine.secret)).toBe(true);
    expect(own && isSigned(own, webhookSecret)).toBe(false);
  });

  it("are at most twenty, with valid URLs", async () => {
    const sim = await startTestSimulator();
    const body = { url: "http://127.0.0.1:9/webhook", enabledEvents: ["whatsapp.call.connect"] };
    for (let count = 1; count < 20; count++) await sim.request("POST", path, body);
    expect((await sim.request("POST", path, body)).body.error.code).toBe("ACCOUNT_LIMITED");
    const wrong = await sim.request("POST", path, { ...body, url: "ftp://example.com" });
    expect(wrong.body.error).toMatchObject({ status: 400, code: "PARAM_INVALID", target: "url" });
  });
});

describe("close", () => {
  it("stops timers, retries and open connections at once", async () => {
    const sim = await startTestSimulator();
    sim.receiver.answerWith(() => null);
    await sim.connect();
    sim.clock.advance(100);
    await sim.receiver.until(1);
    const { url } = sim.simulator;
    await sim.simulator.close();
    await untilAttempts(sim, 1);
    expect(sim.clock.waiting()).toBe(0);
    sim.clock.advance(day);
    expect(sim.receiver.received).toHaveLength(1);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
    await sim.simulator.close();
  });
});

import { describe, expect, it } from "vitest";
import { waitFor } from "../testKit/receiver.ts";
import { businessPhone, contactPhone, startTestSimulator } from "../testKit/startTestSimulator.ts";

describe("the controls", () => {
  it.each([
    ["PUT", "/_sim/contacts/+525512345678", { onIncoming: "dance" }, "onIncoming"],
    ["PUT", "/_sim/contacts/+525512345678", { ringMS: 3 }, "ringMS"],
    ["PUT", "/_sim/contacts/+525512345678", { talkMs: -1 }, "talkMs"],
    ["PUT", "/_sim/contacts/ana", {}, "phone"],
    ["PUT", "/_sim/faults", { duplicate: 2 }, "duplicate"],
    ["PUT", "/_sim/faults", { connectError: "sometimes" }, "connectError"],
    ["PUT", "/_sim/faults", { unknown: true }, "unknown"],
    ["POST", "/_sim/calls", { from: contactPhone }, "to"],
    ["POST", "/_sim/calls", { from: contactPhone, to: "+525559999999" }, businessPhone],
  ])("%s %s refuses %j and says why", async (method, path, body, mention) => {
    const sim = await startTestSimulator();
    const { status, body: answer } = await sim.request(method, path, body);
    expect(status).toBe(400);
    expect(answer.error.message).toContain(mention);
  });

  it("need no key, accept a phone with and without +, and return what was set", async () => {
    const sim = await startTestSimulator();
    const none = { "X-API-Key": "" };
    const put = await sim.request(
      "PUT",
      "/_sim/contacts/525512345678",
      { onIncoming: "ignore", ringMs: 5 },
      none,
    );
    expect(put.body).toMatchObject({ phone: contactPhone, onIncoming: "ignore", ringMs: 5 });
    const faults = await sim.setFaults({ duplicate: 0.5, reorder: true, connectError: "slow" });
    expect(faults.body).toEqual({
      duplicate: 0.5,
      reorder: 1000,
      batchMs: 0,
      delayMs: 0,
      dropFirst: false,
      connectError: "slow",
    });
    expect((await sim.setFaults({})).body.connectError).toBeNull();
  });

  it("return one call by an id that contains =, all calls, and the deliveries", async () => {
    const sim = await startTestSimulator();
    const wacid = await sim.userCalls();
    expect(wacid).toMatch(/==$/);
    await waitFor(() => sim.simulator.deliveries()[0]?.state === "delivered");
    const { body: one } = await sim.request("GET", `/_sim/calls/${encodeURIComponent(wacid)}`);
    expect(one).toEqual({
      wacid,
      kind: "webrtc",
      direction: "USER_INITIATED",
      from: contactPhone,
      to: businessPhone,
      userId: expect.any(String),
      phoneId: sim.simulator.phoneId,
      provider: "ycloud",
      state: "ringing",
      dialledAt: "2026-11-22T10:00:00.500Z",
      startedAt: null,
      endedAt: null,
      durationSeconds: null,
      status: null,
      errorCode: null,
      endedBy: null,
      media: null,
    });
    expect((await sim.request("GET", "/_sim/calls")).body).toEqual({ calls: [one] });
    const { body } = await sim.request("GET", "/_sim/deliveries");
    expect(body).toEqual({ deliveries: sim.simulator.deliveries() });
    expect(body.deliveries[0].attempts).toEqual([{ at: one.dialledAt, status: 200 }]);
    expect((await sim.request("GET", "/_sim/calls/none")).status).toBe(404);
  });

  it("reset everything except the registered endpoints", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ permission: "none" });
    await sim.setFaults({ dropFirst: true });
    await sim.connect();
    await sim.request("POST", "/_sim/reset");
    expect(sim.simulator.calls()).toEqual([]);
    expect(sim.clock.waiting()).toBe(0);
    expect((await sim.connect()).status).toBe(200);
    sim.clock.advance(100);
    await sim.receiver.until(1);
  });
});

import { describe, expect, it } from "vitest";
import {
  businessPhone,
  contactPhone,
  startTestSimulator,
  webhookToken,
} from "../testKit/startTestSimulator.ts";

const day = 86_400_000;

describe("click-to-call", () => {
  const dial = (sim: Awaited<ReturnType<typeof startTestSimulator>>, more = {}) =>
    sim.request("POST", "/v2/whatsapp/calls", {
      from: businessPhone,
      to: contactPhone,
      type: "voice",
      ...more,
    });

  it.each([
    ["answer", ["initiated", "ringing", "answered", "completed"]],
    ["reject", ["initiated", "ringing", "busy"]],
    ["ignore", ["initiated", "ringing", "no-answer"]],
    ["fail", ["initiated", "failed"]],
  ])(
    "sends flat events with the token for a contact whose behaviour is %s",
    async (onIncoming, events) => {
      const sim = await startTestSimulator();
      await sim.setContact({ onIncoming, talkMs: 20_000 });
      const { status, body } = await dial(sim);
      expect([status, body.id]).toEqual([200, expect.stringMatching(/^call_/)]);
      sim.clock.advance(day);
      const received = await sim.receiver.until(events.length);
      expect(await sim.allTypes()).toEqual(events);
      for (const { headers, body: event } of received) {
        expect(headers["x-webhook-token"]).toBe(webhookToken);
        expect(headers).not.toHaveProperty("ycloud-signature");
        expect(event).toMatchObject({ call_id: body.id, from: businessPhone, to: contactPhone });
      }
      expect(received.at(-1)?.body.duration).toBe(onIncoming === "answer" ? 20 : undefined);
    },
  );

  it("accepts a phone id as from, no from, and digits without +, as in the guide", async () => {
    const sim = await startTestSimulator();
    expect((await dial(sim, { from: sim.simulator.phoneId })).body.from).toBe(businessPhone);
    expect((await dial(sim, { from: undefined, to: "5215599990000" })).body).toMatchObject({
      from: businessPhone,
      to: "+5215599990000",
    });
  });

  it("is canceled when the business hangs up", async () => {
    const sim = await startTestSimulator();
    const { body } = await dial(sim);
    sim.clock.advance(500);
    await sim.step("terminate", body.id);
    expect(await sim.allTypes()).toEqual(["initiated", "ringing", "canceled"]);
  });

  it("can have another path, which also needs the key", async () => {
    const sim = await startTestSimulator({ clickToCallPath: "/dial" });
    const call = { from: businessPhone, to: contactPhone, type: "voice" };
    expect((await sim.request("POST", "/dial", call)).status).toBe(200);
    expect((await sim.request("POST", "/dial", call, { "X-API-Key": "no" })).status).toBe(401);
    expect((await dial(sim)).status).toBe(404);
  });
});

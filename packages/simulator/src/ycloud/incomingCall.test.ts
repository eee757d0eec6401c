import { describe, expect, it } from "vitest";
import { findSdpFault } from "../media/findSdpFault.ts";
import { isSigned } from "../testKit/receiver.ts";
import {
  businessPhone,
  contactPhone,
  sampleSdp,
  startTestSimulator,
  webhookSecret,
} from "../testKit/startTestSimulator.ts";

const offer = "whatsapp.call.connect offer";
const terminate = "whatsapp.call.terminate";
const answer = { sdpType: "answer", sdp: sampleSdp("active") };
const codeOf = ({ body }: { body: { error: { whatsappApiError?: { code: string } } } }) =>
  body.error.whatsappApiError?.code;

describe("a call of a user", () => {
  it("comes with an offer and the user's profile", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ userId: "MX.5", profileName: "Ana", username: "ana.mx" });
    const wacid = await sim.userCalls();
    const [connect] = sim.receiver.received;
    if (!connect) throw new Error("nothing came");
    expect(isSigned(connect, webhookSecret)).toBe(true);
    expect(connect.headers["x-webhook-endpoint-id"]).toMatch(/^wh/);
    expect(connect.headers["content-type"]).toBe("application/json");
    expect(connect.body.callingConnect).toEqual({
      id: expect.any(String),
      wacid,
      phoneId: sim.simulator.phoneId,
      from: contactPhone,
      fromUserId: "MX.5",
      to: businessPhone,
      direction: "USER_INITIATED",
      dialTime: sim.clock.now(),
      sdpType: "offer",
      sdp: expect.any(String),
      customerProfile: { name: "Ana", username: "ana.mx" },
    });
    expect(findSdpFault(connect.body.callingConnect.sdp, "offer")).toBeNull();
  });

  it("is pre-accepted, accepted and ended by the user, without a status event", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ talkMs: 12_000 });
    const wacid = await sim.userCalls();
    expect((await sim.step("preAccept", wacid, answer)).body).toEqual({ success: true, wacid });
    expect(sim.call(wacid)?.state).toBe("ringing");
    expect((await sim.step("accept", wacid, answer)).body).toEqual({ success: true, wacid });
    sim.clock.advance(86_400_000);
    const received = await sim.receiver.until(2);
    expect(await sim.allTypes()).toEqual([offer, terminate]);
    expect(received[1]?.body.callingTerminate).toEqual({
      id: expect.any(String),
      wacid,
      phoneId: sim.simulator.phoneId,
      from: contactPhone,
      fromUserId: expect.stringMatching(/^MX\.\d{20}$/),
      to: businessPhone,
      direction: "USER_INITIATED",
      startTime: Date.parse("2026-11-22T10:00:00.000Z"),
      endTime: Date.parse("2026-11-22T10:00:12.000Z"),
      duration: 12,
      status: "COMPLETED",
    });
    expect(sim.call(wacid)?.endedBy).toBe("user");
  });

  it.each([
    ["45 s by default", {}, {}, 45_000],
    ["the contact's ringMs", { ringMs: 7_000 }, {}, 7_000],
    ["the call's ringMs", { ringMs: 7_000 }, { ringMs: 3_000 }, 3_000],
  ])("ends unanswered after %s", async (_, behaviour, more, ms) => {
    const sim = await startTestSimulator();
    await sim.setContact(behaviour);
    const wacid = await sim.userCalls(more);
    sim.clock.advance(ms - 1);
    expect(sim.call(wacid)?.state).toBe("ringing");
    sim.clock.advance(1);
    const received = await sim.receiver.until(2);
    const { callingTerminate } = received[1]?.body ?? {};
    expect(callingTerminate).toMatchObject({ wacid, status: "COMPLETED" });
    expect(callingTerminate).not.toHaveProperty("startTime");
    expect(callingTerminate).not.toHaveProperty("duration");
    expect(codeOf(await sim.accept(wacid))).toBe("100");
    expect(codeOf(await sim.step("reject", wacid))).toBe("100");
  });

  it("is rejected by the business", async () => {
    const sim = await startTestSimulator();
    const wacid = await sim.userCalls();
    expect((await sim.step("reject", wacid)).status).toBe(200);
    const received = await sim.receiver.until(2);
    expect(received[1]?.body.callingTerminate).not.toHaveProperty("startTime");
    expect(codeOf(await sim.accept(wacid))).toBe("100");
  });

  it.each(["the business", "the user"])("is ended by %s during the conversation", async (who) => {
    const sim = await startTestSimulator();
    const wacid = await sim.userCalls();
    await sim.accept(wacid);
    sim.clock.advance(5_000);
    if (who === "the user") await sim.request("POST", `/_sim/calls/${wacid}/hangup`);
    else await sim.step("terminate", wacid);
    const received = await sim.receiver.until(2);
    expect(received[1]?.body.callingTerminate).toMatchObject({ duration: 5, status: "COMPLETED" });
    sim.clock.advance(86_400_000);
    expect(sim.simulator.deliveries()).toHaveLength(2);
  });

  it("accepts only the SDP of its pre-accept, and only one accept", async () => {
    const sim = await startTestSimulator();
    const wacid = await sim.userCalls();
    await sim.step("preAccept", wacid, answer);
    const other = await sim.accept(wacid, sampleSdp("active", "other"));
    expect([other.status, codeOf(other)]).toEqual([400, "100"]);
    expect(other.body.error.whatsappApiError.error_data.details).toContain("does not match");
    expect((await sim.accept(wacid)).status).toBe(200);
    expect(codeOf(await sim.accept(wacid))).toBe("100");
    expect(codeOf(await sim.step("reject", wacid))).toBe("100");
  });

  it("has events without a phone if the user hides it", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ hidePhone: true, userId: "MX.9", username: "ana" });
    await sim.userCalls();
    const { callingConnect } = sim.receiver.received[0]?.body ?? {};
    expect(callingConnect).toMatchObject({ fromUserId: "MX.9" });
    expect(callingConnect).not.toHaveProperty("from");
  });

  it("is refused while there is another call with the user, and while calling is disabled", async () => {
    const sim = await startTestSimulator();
    await sim.userCalls();
    const body = { from: contactPhone, to: businessPhone };
    const again = await sim.request("POST", "/_sim/calls", body);
    expect(codeOf(again)).toBe("138003");
    const path = `/v2/whatsapp/phoneNumbers/${sim.simulator.wabaId}/${businessPhone}/settings`;
    await sim.request("POST", path, { calling: { status: "DISABLED" } });
    const disabled = await sim.request("POST", "/_sim/calls", { ...body, from: "+525500000001" });
    expect(disabled.status).toBe(409);
  });
});

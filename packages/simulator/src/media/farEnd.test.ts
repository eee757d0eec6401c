import { describe, expect, it } from "vitest";
import { sampleSdp, startTestSimulator } from "../testKit/startTestSimulator.ts";
import { createSilentFarEnd, type FarEnd, type MediaReport } from "./farEnd.ts";

const answer = { sdpType: "answer", sdp: sampleSdp("active") };
const unheard: MediaReport = {
  connection: "connected",
  connectedAt: null,
  voice: "none",
  packetsSent: 0,
  packetsReceived: 0,
  packetsBeforePickup: 0,
  packetsLost: 0,
  firstPacketAt: null,
  lastPacketAt: null,
  isAudible: false,
  lastSecondDbfs: null,
  loudestDbfs: null,
  audibleMs: 0,
  dominantHz: null,
  dtmf: "",
};

/** A simulator with a fake far end, which records the calls of its functions. */
async function startWithFarEnd(own: Partial<FarEnd> = {}) {
  const done: string[] = [];
  let report: MediaReport | null = unheard;
  const sim = await startTestSimulator({
    createFarEnd: () => ({
      ...createSilentFarEnd(),
      accept: async () => void done.push("accept"),
      speak: (voice) => void done.push(voice),
      report: () => report,
      close: async () => void done.push("close"),
      ...own,
    }),
  });
  return {
    ...sim,
    done,
    hear: (heard: Partial<MediaReport> | null) => {
      report = heard && { ...unheard, ...heard };
    },
  };
}

describe("the far end", () => {
  it("speaks after the pickup, can change its voice, and is closed at the end", async () => {
    const sim = await startWithFarEnd();
    await sim.setContact({ voice: "echo" });
    const { body } = await sim.connect();
    sim.clock.advance(200);
    expect(sim.done).toEqual([]);
    sim.clock.advance(2_000);
    await sim.request("PUT", `/_sim/calls/${body.wacid}/voice`, { voice: "silence" });
    await sim.step("terminate", body.wacid);
    expect(sim.done).toEqual(["echo", "silence", "close"]);
    const late = await sim.request("PUT", `/_sim/calls/${body.wacid}/voice`, { voice: "clip" });
    expect(late.status).toBe(400);
  });

  it("takes the SDP answer once, at the pre-accept, and speaks at the accept", async () => {
    const sim = await startWithFarEnd();
    const wacid = await sim.userCalls({ voice: "silence" });
    await sim.step("preAccept", wacid, answer);
    expect(sim.done).toEqual(["accept"]);
    await sim.step("preAccept", wacid, answer);
    await sim.step("accept", wacid, answer);
    expect(sim.done).toEqual(["accept", "silence"]);
  });

  it("that cannot use an SDP answer leaves the call ringing, and takes a further answer", async () => {
    let isFirst = true;
    const sim = await startWithFarEnd({
      async accept() {
        if (isFirst) {
          isFirst = false;
          throw new Error("no such codec");
        }
      },
    });
    const wacid = await sim.userCalls();
    const refused = await sim.accept(wacid, sampleSdp("active", "bad"));
    expect(refused.body.error.whatsappApiError).toMatchObject({ code: "100" });
    expect(sim.call(wacid)?.state).toBe("ringing");
    expect((await sim.accept(wacid)).status).toBe(200);
    expect(sim.call(wacid)?.state).toBe("in_progress");
  });

  it("that cannot make its SDP ends the call before its first webhook", async () => {
    const sim = await startWithFarEnd({
      answer: () => Promise.reject(new Error("no such codec")),
    });
    expect((await sim.connect()).status).toBe(400);
    expect(sim.simulator.calls()[0]).toMatchObject({ state: "ended", endedBy: "network" });
    expect(sim.done).toEqual(["close"]);
    sim.clock.advance(86_400_000);
    expect(sim.simulator.deliveries()).toEqual([]);
  });

  it("is closed when the simulator is closed or reset", async () => {
    const sim = await startWithFarEnd();
    await sim.connect();
    await sim.request("POST", "/_sim/reset");
    expect(sim.done).toEqual(["close"]);
    await sim.connect();
    await sim.simulator.close();
    expect(sim.done).toEqual(["close", "close"]);
  });
});

describe("a business that sends no media", () => {
  const dropped = { state: "ended", status: "FAILED", errorCode: "138021", endedBy: "network" };

  it("loses the call 20 s after the pickup", async () => {
    const sim = await startWithFarEnd();
    const { body } = await sim.connect();
    sim.clock.advance(2_200 + 19_999);
    expect(sim.call(body.wacid)?.state).toBe("in_progress");
    sim.clock.advance(1);
    expect(sim.call(body.wacid)).toMatchObject({ ...dropped, durationSeconds: 20 });
    const received = await sim.receiver.until(4);
    expect(received[3]?.body.callingTerminate).toMatchObject({
      status: "FAILED",
      errorCode: "138021",
      duration: 20,
    });
  });

  it("loses the call 30 s after its last packet, if it has sent packets", async () => {
    const sim = await startWithFarEnd();
    const wacid = await sim.userCalls();
    await sim.accept(wacid);
    sim.hear({ firstPacketAt: sim.clock.now(), lastPacketAt: sim.clock.now() + 15_000 });
    sim.clock.advance(44_999);
    expect(sim.call(wacid)?.state).toBe("in_progress");
    sim.clock.advance(1);
    expect(sim.call(wacid)).toMatchObject(dropped);
  });

  it("keeps the call without media, and causes no second end after a hang-up", async () => {
    const sim = await startWithFarEnd();
    sim.hear(null);
    await sim.setContact({ talkMs: 60_000 });
    const { body } = await sim.connect();
    sim.clock.advance(2_200 + 59_999);
    expect(sim.call(body.wacid)?.state).toBe("in_progress");
    sim.hear({});
    const other = await sim.connect({ to: "+525500000009" });
    sim.clock.advance(5_000);
    await sim.step("terminate", other.body.wacid);
    expect(sim.clock.waiting()).toBe(0);
    expect(sim.call(other.body.wacid)).toMatchObject({ status: "COMPLETED", errorCode: null });
  });
});

describe("a contact who is controlled by hand", () => {
  const byHand = (
    sim: Awaited<ReturnType<typeof startTestSimulator>>,
    wacid: string,
    step: string,
  ) => sim.request("POST", `/_sim/calls/${wacid}/${step}`);

  it("answers and hangs up only at a request", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ onIncoming: "manual" });
    const { body } = await sim.connect();
    expect((await byHand(sim, body.wacid, "answer")).status).toBe(400);
    sim.clock.advance(30_000);
    expect(sim.call(body.wacid)?.state).toBe("ringing");
    expect((await byHand(sim, body.wacid, "answer")).body.state).toBe("in_progress");
    expect((await byHand(sim, body.wacid, "answer")).status).toBe(400);
    sim.clock.advance(3_600_000);
    await byHand(sim, body.wacid, "hangup");
    expect(sim.call(body.wacid)).toMatchObject({ durationSeconds: 3_600, endedBy: "user" });
    expect((await sim.allTypes()).slice(1)).toEqual([
      "whatsapp.call.status.updated RINGING",
      "whatsapp.call.status.updated ACCEPTED",
      "whatsapp.call.terminate",
    ]);
  });

  it("refuses at a request, or lets the call ring until its end", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ onIncoming: "manual" });
    const first = await sim.connect();
    sim.clock.advance(1_000);
    await byHand(sim, first.body.wacid, "hangup");
    expect(sim.call(first.body.wacid)).toMatchObject({ endedBy: "user", startedAt: null });
    const second = await sim.connect();
    sim.clock.advance(45_200);
    expect(sim.call(second.body.wacid)).toMatchObject({ endedBy: "network", startedAt: null });
  });
});

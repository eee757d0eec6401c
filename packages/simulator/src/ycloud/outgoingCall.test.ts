import { describe, expect, it } from "vitest";
import { findSdpFault } from "../media/findSdpFault.ts";
import { isSigned } from "../testKit/receiver.ts";
import {
  businessPhone,
  contactPhone,
  startTestSimulator,
  webhookSecret,
} from "../testKit/startTestSimulator.ts";

const talked = [
  "whatsapp.call.connect answer",
  "whatsapp.call.status.updated RINGING",
  "whatsapp.call.status.updated ACCEPTED",
  "whatsapp.call.terminate",
];
const unanswered = talked.filter((type) => !type.endsWith("ACCEPTED"));
const day = 86_400_000;

describe("a call of the business", () => {
  it("is answered and ended by the user, with events in the documented form", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ onIncoming: "answer", ringMs: 3_000, talkMs: 33_000, userId: "MX.1" });
    const { status, body } = await sim.connect();
    expect([status, body.success]).toEqual([200, true]);
    expect(body.wacid).toMatch(/^wacid\.[A-Za-z0-9]+==$/);

    sim.clock.advance(day);
    const received = await sim.receiver.until(4);

    expect(await sim.allTypes()).toEqual(talked);
    expect(received.every((item) => isSigned(item, webhookSecret))).toBe(true);
    expect(new Set(received.map(({ body }) => body.id)).size).toBe(4);
    const [connect, ringing, , terminate] = received.map((item) => item.body);
    expect(connect).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-f]{24}$/),
      type: "whatsapp.call.connect",
      apiVersion: "v2",
      createTime: "2026-11-22T10:00:00.600Z",
      callingConnect: {
        id: expect.any(String),
        wacid: body.wacid,
        phoneId: sim.simulator.phoneId,
        from: businessPhone,
        to: contactPhone,
        toUserId: "MX.1",
        direction: "BUSINESS_INITIATED",
        dialTime: Date.parse("2026-11-22T10:00:00.500Z"),
        sdpType: "answer",
        sdp: expect.any(String),
      },
    });
    expect(ringing.callingStatusUpdated).toEqual({
      wabaId: sim.simulator.wabaId,
      wacid: body.wacid,
      phoneId: sim.simulator.phoneId,
      status: "RINGING",
      recipientPhone: contactPhone,
      recipientUserId: "MX.1",
    });
    expect(terminate.callingTerminate).toEqual({
      id: expect.any(String),
      wacid: body.wacid,
      phoneId: sim.simulator.phoneId,
      from: businessPhone,
      to: contactPhone,
      toUserId: "MX.1",
      direction: "BUSINESS_INITIATED",
      startTime: Date.parse("2026-11-22T10:00:03.000Z"),
      endTime: Date.parse("2026-11-22T10:00:36.000Z"),
      duration: 33,
      status: "COMPLETED",
    });
  });

  it("gets a well-formed SDP answer with the offer's mid and payload types", async () => {
    const sim = await startTestSimulator();
    await sim.connect();
    sim.clock.advance(100);
    const [connect] = await sim.receiver.until(1);
    const { sdp } = connect?.body.callingConnect ?? {};
    expect(findSdpFault(sdp, "answer")).toBeNull();
    expect(sdp).toContain("m=audio 9 UDP/TLS/RTP/SAVPF 109 126\r\n");
    expect(sdp).toContain("a=mid:0\r\n");
    expect(sdp).toContain("a=setup:active\r\n");
  });

  it("is refused by the user: REJECTED, then a terminate without times", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ onIncoming: "reject" });
    await sim.connect();
    sim.clock.advance(day);
    const received = await sim.receiver.until(4);
    expect(await sim.allTypes()).toEqual([
      ...unanswered.slice(0, 2),
      "whatsapp.call.status.updated REJECTED",
      "whatsapp.call.terminate",
    ]);
    const { callingTerminate } = received[3]?.body ?? {};
    expect(callingTerminate.status).toBe("COMPLETED");
    expect(callingTerminate).not.toHaveProperty("startTime");
    expect(callingTerminate).not.toHaveProperty("duration");
  });

  it("ends as COMPLETED after 45 s if nobody answers", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ onIncoming: "ignore" });
    const { body } = await sim.connect();
    sim.clock.advance(200 + 44_999);
    expect(sim.call(body.wacid)?.state).toBe("ringing");
    sim.clock.advance(1);
    const received = await sim.receiver.until(3);
    expect(await sim.allTypes()).toEqual(unanswered);
    expect(received[2]?.body.callingTerminate.status).toBe("COMPLETED");
    expect(received[2]?.body.callingTerminate).not.toHaveProperty("startTime");
  });

  it("fails with an error code when the contact cannot be reached", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({ onIncoming: "fail" });
    await sim.connect();
    sim.clock.advance(day);
    const received = await sim.receiver.until(2);
    expect(await sim.allTypes()).toEqual([talked[0], talked[3]]);
    expect(received[1]?.body.callingTerminate).toMatchObject({
      status: "FAILED",
      errorCode: "138019",
    });
  });

  it("can be ended by the business in every state, but only once", async () => {
    const sim = await startTestSimulator();
    const { body } = await sim.connect();
    sim.clock.advance(1_000);
    expect((await sim.step("terminate", body.wacid)).body).toEqual({
      success: true,
      wacid: body.wacid,
    });
    await sim.receiver.until(3);
    sim.clock.advance(day);
    expect(await sim.allTypes()).toEqual(unanswered);
    expect((await sim.step("terminate", body.wacid)).body.error.whatsappApiError.code).toBe("100");
    expect(sim.call(body.wacid)).toMatchObject({ state: "ended", endedBy: "business" });
  });

  it("is refused when the user hangs up while it rings", async () => {
    const sim = await startTestSimulator();
    const { body } = await sim.connect();
    sim.clock.advance(1_000);
    const { status } = await sim.request("POST", `/_sim/calls/${body.wacid}/hangup`);
    expect(status).toBe(200);
    expect((await sim.allTypes())[2]).toBe("whatsapp.call.status.updated REJECTED");
  });

  it("has a recording and a transcript, which can be fetched, if capture is on", async () => {
    const sim = await startTestSimulator();
    const { wabaId } = sim.simulator;
    const settings = `/v2/whatsapp/phoneNumbers/${wabaId}/${encodeURIComponent(businessPhone)}/settings`;
    const capture = {
      recordingEnabled: true,
      transcriptionEnabled: true,
      announcementLanguage: "es",
      purpose: "quality",
    };
    expect((await sim.request("POST", settings, { capture })).body).toEqual({ capture });
    await sim.connect();
    sim.clock.advance(day);
    const received = await sim.receiver.until(6);
    expect((await sim.allTypes()).slice(4)).toEqual([
      "whatsapp.call.recording.updated",
      "whatsapp.call.transcription.updated",
    ]);
    const recording = received[4]?.body.callingRecording;
    expect(recording).toMatchObject({ status: "AVAILABLE", phoneId: sim.simulator.phoneId });
    const headers = { "X-API-Key": sim.simulator.apiKey };
    const media = (id: string, more = {}) =>
      fetch(`${sim.simulator.url}/v2/whatsapp/calls/media/${id}`, {
        headers: { ...headers, ...more },
      });

    const file = await media(recording.mediaAssetId);
    expect(file.headers.get("content-type")).toBe("audio/ogg");
    expect(file.headers.get("accept-ranges")).toBe("none");
    expect(Buffer.from(await file.arrayBuffer()).toString("latin1", 0, 4)).toBe("OggS");
    const transcript = await media(received[5]?.body.callingTranscription.mediaAssetId);
    expect(transcript.headers.get("content-type")).toBe("application/json");
    expect(await transcript.json()).toMatchObject({ text: expect.stringContaining("Hola") });
    expect((await media(recording.mediaAssetId, { range: "bytes=0-1" })).status).toBe(400);
    expect((await media("0123456789abcdef01234567")).status).toBe(404);
    sim.clock.advance(30 * day);
    expect((await media(recording.mediaAssetId)).status).toBe(404);
  });

  it("can be dialled by the user id instead of the phone number", async () => {
    const sim = await startTestSimulator();
    await sim.setContact({
      onIncoming: "reject",
      userId: "MX.77",
      hidePhone: true,
      username: "ana",
    });
    const { status } = await sim.connect({ to: undefined, recipient: "MX.77" });
    expect(status).toBe(200);
    sim.clock.advance(day);
    const received = await sim.receiver.until(4);
    expect(received[0]?.body.callingConnect).toMatchObject({ toUserId: "MX.77" });
    expect(received.some(({ rawBody }) => rawBody.includes(contactPhone))).toBe(false);
  });
});

import { type CallEvent, reduceCall } from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { findSdpFault } from "../media/findSdpFault.ts";
import { isSigned, isSignedByMeta, waitFor } from "../testKit/receiver.ts";
import {
  businessPhone,
  contactPhone,
  sampleSdp,
  startTestSimulator,
  type TestSimulator,
  webhookSecret,
} from "../testKit/startTestSimulator.ts";
import { providers } from "./calls.ts";

const day = 86_400_000;
const answer = sampleSdp("active");
/** The text with which core recognises the webhooks of its permission requests. */
const tag = "call-permission:6f1c2c2e-0000-4000-8000-000000000001";
const kindsOf = (events: readonly CallEvent[]) => events.map(({ kind }) => kind);

/** Waits until no delivery is pending, and returns all events. */
async function allEvents(sim: TestSimulator): Promise<CallEvent[]> {
  await sim.allTypes();
  return sim.events();
}

/** Reduces the events of a call to its facts. */
const factsOf = (events: readonly CallEvent[], wacid: string) =>
  events
    .filter(({ callId }) => callId === wacid)
    .reduce<ReturnType<typeof reduceCall>["call"] | null>(
      (call, event) => reduceCall(call, event).call,
      null,
    );

describe.each(providers)("at %s", (provider) => {
  const start = () => startTestSimulator({ provider });

  describe("a call of the business", () => {
    it("is answered and ended by the user, and every webhook is signed", async () => {
      const sim = await start();
      await sim.setContact({ onIncoming: "answer", ringMs: 3_000, talkMs: 33_000, userId: "MX.1" });
      const { status, wacid } = await sim.dial();
      expect(status).toBe(200);
      expect(wacid).toMatch(/^wacid\.[A-Za-z0-9]+==$/);
      sim.clock.advance(day);
      const events = await sim.untilEvents(4);
      expect(kindsOf(await allEvents(sim))).toEqual([
        "answer",
        "ringing",
        "accepted",
        "terminated",
      ]);
      for (const event of events) {
        expect(event).toMatchObject({ provider, callId: wacid, contact: { userId: "MX.1" } });
        expect(event.business?.phoneId).toBe(sim.simulator.phoneId);
      }
      expect(events[3]).toMatchObject({
        direction: "saliente",
        contact: { phone: contactPhone },
        startedAt: "2026-11-22T10:00:03.000Z",
        endedAt: "2026-11-22T10:00:36.000Z",
        durationSeconds: 33,
      });
      const { appSecret } = sim.simulator.meta;
      for (const item of sim.receiver.received) {
        expect(isSigned(item, webhookSecret)).toBe(provider === "ycloud");
        expect(isSignedByMeta(item, appSecret)).toBe(provider === "meta");
      }
    });

    it("gets a well-formed SDP answer", async () => {
      const sim = await start();
      await sim.dial();
      sim.clock.advance(100);
      const [event] = await sim.untilEvents(1);
      const session = event?.kind === "answer" ? event.session : undefined;
      expect(session && "sdp" in session && findSdpFault(session.sdp, "answer")).toBeNull();
    });

    it.each([
      ["reject", ["answer", "ringing", "declined", "terminated"]],
      ["ignore", ["answer", "ringing", "terminated"]],
      ["fail", ["answer", "terminated"]],
    ])("that the user handles with %s ends without a pickup", async (onIncoming, kinds) => {
      const sim = await start();
      await sim.setContact({ onIncoming });
      const { wacid } = await sim.dial();
      sim.clock.advance(day);
      const events = await sim.untilEvents(kinds.length);
      expect(kindsOf(await allEvents(sim))).toEqual(kinds);
      const last = events.at(-1);
      expect(last).not.toHaveProperty("startedAt");
      expect(last).not.toHaveProperty("durationSeconds");
      if (onIncoming === "fail") {
        expect(last).toMatchObject({ cause: "failed", errorCode: "138019" });
      }
      expect(sim.call(wacid)?.state).toBe("ended");
    });

    it("is ended by the business once", async () => {
      const sim = await start();
      const { wacid } = await sim.dial();
      sim.clock.advance(1_000);
      expect(await sim.act("terminate", wacid)).toEqual({ status: 200, code: undefined });
      expect(await sim.act("terminate", wacid)).toEqual({ status: 400, code: "100" });
      expect(sim.call(wacid)).toMatchObject({ state: "ended", endedBy: "business", provider });
    });

    it("reaches a user by the id, without the phone in any webhook", async () => {
      const sim = await start();
      await sim.setContact({ onIncoming: "reject", userId: "MX.77", hidePhone: true });
      expect((await sim.dial({ to: undefined, recipient: "MX.77" })).status).toBe(200);
      sim.clock.advance(day);
      await sim.untilEvents(4);
      const phone = contactPhone.slice(1);
      expect(sim.receiver.received.some(({ rawBody }) => rawBody.includes(phone))).toBe(false);
      expect((await sim.dial({ to: undefined, recipient: "MX.0" })).code).toBe("138001");
    });

    it("is refused without a permission, while there is another one, and with a bad SDP", async () => {
      const sim = await start();
      expect((await sim.dial({ sdp: "hello" })).code).toBe("100");
      await sim.setContact({ permission: "none" });
      expect(await sim.dial()).toMatchObject({ status: 401, code: "138006" });
      await sim.setContact({});
      expect((await sim.dial()).status).toBe(200);
      expect((await sim.dial({ to: "+5215512345678" })).code).toBe("138003");
    });

    it("is refused while calling is disabled or restricted", async () => {
      const sim = await start();
      await sim.dialect.disableCalling();
      expect((await sim.dial()).code).toBe("138000");
      await sim.setNumber({ restriction: "RESTRICTED_BUSINESS_INITIATED_CALLING" });
      expect((await sim.dial()).code).toBe("138014");
      expect((await sim.ask()).code).toBe("138014");
    });
  });

  describe("a call of a user", () => {
    it("comes with an offer and the profile, and is pre-accepted, accepted and ended", async () => {
      const sim = await start();
      await sim.setContact({ talkMs: 12_000, userId: "MX.5", profileName: "Ana Ñu" });
      const wacid = await sim.userCalls();
      const [offer] = sim.events();
      expect(offer).toMatchObject({
        kind: "offer",
        callId: wacid,
        direction: "entrante",
        contact: { phone: contactPhone, userId: "MX.5", profileName: "Ana Ñu" },
        business: { phone: businessPhone, phoneId: sim.simulator.phoneId },
      });
      const session = offer?.kind === "offer" ? offer.session : undefined;
      expect(session && "sdp" in session && findSdpFault(session.sdp, "offer")).toBeNull();
      expect((await sim.act("pre_accept", wacid, answer)).status).toBe(200);
      expect(sim.call(wacid)?.state).toBe("ringing");
      expect((await sim.act("accept", wacid, answer)).status).toBe(200);
      sim.clock.advance(day);
      await sim.untilEvents(2);
      const events = await allEvents(sim);
      expect(kindsOf(events)).toEqual(["offer", "terminated"]);
      expect(factsOf(events, wacid)).toMatchObject({
        answered_at: "2026-11-22T10:00:00.000Z",
        ended_at: "2026-11-22T10:00:12.000Z",
        duration_seconds: 12,
      });
    });

    it("ends unanswered, and cannot be accepted any more", async () => {
      const sim = await start();
      const wacid = await sim.userCalls();
      sim.clock.advance(45_000);
      const events = await sim.untilEvents(2);
      expect(events[1]).toMatchObject({ kind: "terminated" });
      expect(events[1]).not.toHaveProperty("startedAt");
      expect((await sim.act("accept", wacid, answer)).code).toBe("100");
      expect((await sim.act("reject", wacid)).code).toBe("100");
    });

    it("is rejected by the business", async () => {
      const sim = await start();
      const wacid = await sim.userCalls();
      expect((await sim.act("reject", wacid)).status).toBe(200);
      expect(kindsOf(await sim.untilEvents(2))).toEqual(["offer", "terminated"]);
    });

    it("accepts only the SDP of its pre-accept, and only one accept", async () => {
      const sim = await start();
      const wacid = await sim.userCalls();
      await sim.act("pre_accept", wacid, answer);
      const other = sampleSdp("active", "other");
      expect(await sim.act("accept", wacid, other)).toEqual({ status: 400, code: "100" });
      expect((await sim.act("accept", wacid, answer)).status).toBe(200);
      expect((await sim.act("accept", wacid, answer)).code).toBe("100");
    });

    it("opens the window for free-form requests", async () => {
      const sim = await start();
      await sim.setContact({ permission: "none" });
      expect((await sim.ask({ isFreeForm: true, tag })).status).toBe(200);
      sim.clock.advance(1_000);
      expect(await sim.untilEvents(1)).toMatchObject([
        { kind: "permission_request", status: "failed", errorCode: "131047" },
      ]);
      await sim.userCalls({ ringMs: 0 });
      sim.clock.advance(1_000);
      await sim.ask({ isFreeForm: true, tag });
      sim.clock.advance(1_000);
      const events = (await sim.untilEvents(6)).slice(3);
      expect(events.map((event) => "status" in event && event.status)).toEqual([
        ...["sent", "delivered", "read"],
      ]);
    });
  });

  describe("a permission", () => {
    it("is asked for, given for a while, and used", async () => {
      const sim = await start();
      await sim.setContact({ permission: "accept", permitted: false, permissionMs: 3_600_000 });
      expect((await sim.ask({ tag })).status).toBe(200);
      sim.clock.advance(1_000);
      const events = await sim.untilEvents(4);
      expect(events.slice(0, 3)).toMatchObject(
        ["sent", "delivered", "read"].map((status) => ({ kind: "permission_request", status })),
      );
      const requests = events
        .slice(0, 3)
        .flatMap((event) => "messageId" in event && event.messageId);
      expect(new Set(requests).size).toBe(1);
      expect(events[3]).toMatchObject({
        kind: "permission",
        response: "accept",
        permanent: false,
        expiresAt: "2026-11-22T11:00:00.000Z",
        source: "user_action",
        contextId: requests[0],
      });
      expect((await sim.dial()).status).toBe(200);
      sim.clock.advance(day);
      expect((await sim.dial()).code).toBe("138006");
    });

    it("is asked for at most once in a day, and not if it is permanent", async () => {
      const sim = await start();
      await sim.setContact({ permission: "none" });
      expect((await sim.ask()).status).toBe(200);
      expect((await sim.ask()).code).toBe("138009");
      await sim.decide("accept_permanent");
      expect((await sim.ask()).code).toBe("138017");
      await sim.decide("revoke");
      expect((await sim.dial()).code).toBe("138006");
      const [given, revoked] = (await sim.untilEvents(2)).filter(
        ({ kind }) => kind === "permission",
      );
      expect(given).toMatchObject({ response: "accept", permanent: true });
      expect(revoked).toMatchObject({ response: "reject", source: "user_action" });
    });

    it("is given by the user's call if the setting says so", async () => {
      const sim = await start();
      await sim.setContact({ permission: "none" });
      await sim.setNumber({ callbackPermission: true });
      const wacid = await sim.userCalls({ ringMs: 1_000 });
      sim.clock.advance(2_000);
      expect((await sim.dial()).status).toBe(200);
      await waitFor(() => kindsOf(sim.events()).includes("permission"));
      expect(sim.events().find(({ kind }) => kind === "permission")).toMatchObject({
        response: "accept",
        source: "automatic",
        contextId: wacid,
      });
    });

    it("is revoked by WhatsApp after four calls that the user did not answer", async () => {
      const sim = await start();
      await sim.setContact({ onIncoming: "ignore" });
      for (let count = 0; count < 4; count++) {
        expect((await sim.dial()).status).toBe(200);
        sim.clock.advance(60_000);
      }
      expect((await sim.dial()).code).toBe("138006");
      const events = await sim.untilEvents(13);
      const revoked = events.filter(({ kind }) => kind === "permission");
      expect(revoked).toMatchObject([{ response: "reject", source: "automatic" }]);
    });
  });

  it("a restriction is reported with its end", async () => {
    const sim = await start();
    await sim.setNumber({ restriction: "RESTRICTED_USER_INITIATED_CALLING" });
    const [event] = await sim.untilEvents(1);
    expect(event).toMatchObject({ kind: "account", accountId: expect.any(String) });
    expect(JSON.stringify(event)).toContain("2026-11-29T10:00:0");
  });

  it("an answered call has a recording and a transcript, which can be fetched", async () => {
    const sim = await start();
    await sim.dialect.record();
    await sim.dial();
    sim.clock.advance(day);
    const events = await sim.untilEvents(6);
    const [recording, transcript] = ["recording", "transcript"].map((kind) =>
      events.find((event) => event.kind === kind),
    );
    const fetchOf = (event: CallEvent | undefined) =>
      sim.dialect.fetchMedia((event && "assetId" in event && event.assetId) || "");
    const file = await fetchOf(recording);
    expect(file.headers.get("content-type")).toMatch(/^audio\/ogg/);
    expect(Buffer.from(await file.arrayBuffer()).toString("latin1", 0, 4)).toBe("OggS");
    const document = await fetchOf(transcript);
    expect(document.headers.get("content-type")).toBe("application/json");
    expect(await document.text()).toContain("Hola");
    expect((await sim.dialect.fetchMedia("1234567890123456")).ok).toBe(false);
    sim.clock.advance(30 * day);
    expect((await fetchOf(recording)).ok).toBe(false);
  });

  it("webhooks are duplicated by a fault, and core reads each event once", async () => {
    const sim = await start();
    await sim.setFaults({ duplicate: true });
    await sim.dial();
    sim.clock.advance(day);
    await sim.untilEvents(8);
    expect(new Set(sim.events().map(({ id }) => id)).size).toBe(4);
  });

  it("the first attempt is lost by a fault, and the retry delivers the same body", async () => {
    const sim = await start();
    await sim.setFaults({ dropFirst: true });
    await sim.request("POST", "/_sim/calls", { from: contactPhone, to: businessPhone });
    await waitFor(() => sim.simulator.deliveries()[0]?.attempts.length === 1);
    expect(sim.receiver.received).toHaveLength(0);
    sim.clock.advance(10_000);
    expect(kindsOf(await sim.untilEvents(1))).toEqual(["offer"]);
  });
});

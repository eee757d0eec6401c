import type { CallEvent } from "@skale-calls/core";
import { describe, expect, it } from "vitest";
import { providers } from "../calls/calls.ts";
import { systemClock } from "../lib/clock.ts";
import type { SimulatorOptions } from "../simulatorOptions.ts";
import { createBusinessPeer, createTone } from "../testKit/createBusinessPeer.ts";
import { waitFor } from "../testKit/receiver.ts";
import { startTestSimulator } from "../testKit/startTestSimulator.ts";

/** The level of sounds is well above this limit, the level of muted microphones well below it. */
const loudDbfs = -35;

function sdpOf(event: CallEvent | undefined): string {
  const session = event && "session" in event ? event.session : undefined;
  if (session && "sdp" in session) return session.sdp;
  throw new Error("the event has no SDP");
}

async function startWithMedia(options: SimulatorOptions = {}) {
  const sim = await startTestSimulator({
    clock: systemClock,
    media: true,
    signalMs: 1,
    ringMs: 20,
    ...options,
  });
  const mediaOf = (wacid: string) => {
    const media = sim.call(wacid)?.media;
    if (!media) throw new Error("the call has no media");
    return media;
  };

  /** The business calls, and the contact picks up. */
  async function callContact(contact: object = {}) {
    await sim.setContact(contact);
    const peer = await createBusinessPeer();
    const { wacid, status } = await sim.dial({ sdp: await peer.offer() });
    expect(status).toBe(200);
    await sim.receiver.until(1);
    await peer.accept(sdpOf(sim.events()[0]));
    await waitFor(() => peer.state() === "connected");
    return { peer, wacid };
  }

  /** The contact calls, and the call rings. */
  async function contactCalls() {
    const peer = await createBusinessPeer();
    const wacid = await sim.userCalls();
    const sdp = await peer.answer(sdpOf(sim.events()[0]));
    return { peer, wacid, sdp };
  }

  return { ...sim, mediaOf, callContact, contactCalls };
}

describe.each(providers)("a call with media at %s", (provider) => {
  it("of the business is heard on both sides", async () => {
    const sim = await startWithMedia({ provider });
    const { peer, wacid } = await sim.callContact({ onIncoming: "answer" });
    peer.say(await createTone(1_000));
    await waitFor(() => (sim.mediaOf(wacid).lastSecondDbfs ?? -100) > loudDbfs);
    await waitFor(() => (peer.heard().lastSecondDbfs ?? -100) > loudDbfs);
    await waitFor(() => sim.mediaOf(wacid).packetsReceived > 50);
    const media = sim.mediaOf(wacid);
    expect(media).toMatchObject({ connection: "connected", voice: "clip", packetsLost: 0 });
    expect(media.isAudible).toBe(true);
    expect(Math.abs((media.dominantHz ?? 0) - 1_000)).toBeLessThan(10);
    expect(media.packetsSent - peer.heard().packetsReceived).toBeLessThan(5);
    expect(Date.parse(media.firstPacketAt ?? "")).toBeLessThan(
      Date.parse(media.lastPacketAt ?? ""),
    );
  });

  it("of a user is heard on both sides after the accept, not after the pre-accept", async () => {
    const sim = await startWithMedia({ provider });
    const { peer, wacid, sdp } = await sim.contactCalls();
    expect((await sim.act("pre_accept", wacid, sdp)).status).toBe(200);
    await waitFor(() => peer.state() === "connected" && sim.mediaOf(wacid).connectedAt !== null);
    expect(peer.heard().packetsReceived).toBe(0);
    expect(sim.mediaOf(wacid)).toMatchObject({ voice: "none", packetsSent: 0, packetsReceived: 0 });
    expect((await sim.act("accept", wacid, sdp)).status).toBe(200);
    peer.say(await createTone(440));
    await waitFor(() => (sim.mediaOf(wacid).lastSecondDbfs ?? -100) > loudDbfs);
    await waitFor(() => (peer.heard().lastSecondDbfs ?? -100) > loudDbfs);
    expect(sim.mediaOf(wacid).packetsBeforePickup).toBe(0);
  });
});

describe("a call with media", () => {
  it("of a user that several business peers try to answer is connected with the peer whose answer was accepted", async () => {
    const sim = await startWithMedia();
    const { wacid, sdp, peer } = await sim.contactCalls();
    const offer = sdpOf(sim.events()[0]);
    const others = await Promise.all([createBusinessPeer(), createBusinessPeer()]);
    for (const other of others) await other.answer(offer);
    await waitFor(() => others.every((other) => other.state() === "connecting"));
    expect((await sim.act("accept", wacid, sdp)).status).toBe(200);
    await waitFor(() => peer.state() === "connected");
    peer.say(await createTone(440));
    await waitFor(() => sim.mediaOf(wacid).isAudible);
  });

  it("reports what the business sent before the pickup", async () => {
    const sim = await startWithMedia();
    const { peer, wacid, sdp } = await sim.contactCalls();
    peer.say(await createTone(440));
    await sim.act("pre_accept", wacid, sdp);
    await waitFor(() => sim.mediaOf(wacid).packetsReceived > 3);
    await sim.act("accept", wacid, sdp);
    const early = sim.mediaOf(wacid).packetsBeforePickup;
    expect(early).toBeGreaterThan(3);
    await waitFor(() => sim.mediaOf(wacid).packetsReceived > early + 3);
    expect(sim.mediaOf(wacid).packetsBeforePickup).toBe(early);
  });

  it("echoes what it hears, half a second later", async () => {
    const sim = await startWithMedia();
    const { peer, wacid } = await sim.callContact({ voice: "echo" });
    await waitFor(() => sim.mediaOf(wacid).voice === "echo");
    expect(peer.heard().packetsReceived).toBe(0);
    peer.say(await createTone(700));
    await waitFor(() => (peer.heard().lastSecondDbfs ?? -100) > loudDbfs);
    await waitFor(() => Math.abs((peer.heard().dominantHz ?? 0) - 700) < 10);
    const delay =
      (peer.heard().firstPacketAt ?? 0) - Date.parse(sim.mediaOf(wacid).firstPacketAt ?? "");
    expect(delay).toBeGreaterThan(400);
  });

  it("reports a muted business as silent, although packets arrive", async () => {
    const sim = await startWithMedia();
    const { peer, wacid } = await sim.callContact();
    peer.say(await createTone(300));
    await waitFor(() => sim.mediaOf(wacid).isAudible);
    peer.mute();
    await waitFor(() => (sim.mediaOf(wacid).lastSecondDbfs ?? 0) < -90);
    const { packetsReceived, isAudible, dominantHz } = sim.mediaOf(wacid);
    expect([isAudible, dominantHz]).toEqual([false, null]);
    await waitFor(() => sim.mediaOf(wacid).packetsReceived > packetsReceived + 10);
  });

  it("is silent or without packets, as the contact's voice says", async () => {
    const sim = await startWithMedia();
    const { peer, wacid } = await sim.callContact();
    await waitFor(() => peer.heard().isAudible);
    const say = (voice: string) => sim.request("PUT", `/_sim/calls/${wacid}/voice`, { voice });
    expect((await say("silence")).body.media.voice).toBe("silence");
    await waitFor(() => peer.heard().lastSecondDbfs === -100);
    await say("none");
    await waitFor(() => peer.heard().lastSecondDbfs === null);
    expect((await say("song")).status).toBe(400);
  });

  it("reports each DTMF key once", async () => {
    const sim = await startWithMedia();
    const { peer, wacid } = await sim.callContact();
    peer.mute();
    await peer.press("0911#");
    await waitFor(() => sim.mediaOf(wacid).dtmf === "0911#");
    await peer.press("*5");
    await waitFor(() => sim.mediaOf(wacid).dtmf === "0911#*5");
  });

  it("ends with error 138021 if the business sends nothing", async () => {
    const sim = await startWithMedia({ firstMediaMs: 300 });
    const { peer, wacid } = await sim.callContact();
    await waitFor(() => sim.call(wacid)?.state === "ended");
    expect(sim.call(wacid)).toMatchObject({ status: "FAILED", errorCode: "138021" });
    const received = await sim.receiver.until(4);
    expect(received[3]?.body.callingTerminate).toMatchObject({
      status: "FAILED",
      errorCode: "138021",
      startTime: expect.any(Number),
      duration: expect.any(Number),
    });
    expect(sim.mediaOf(wacid)).toMatchObject({ packetsReceived: 0, firstPacketAt: null });
    expect(peer.heard().packetsReceived).toBeGreaterThan(0);
  });

  it("ends when the business has stopped sending, and not before", async () => {
    const sim = await startWithMedia({ firstMediaMs: 1_000, mediaGapMs: 1_000 });
    const { peer, wacid } = await sim.callContact();
    peer.mute();
    await waitFor(() => sim.mediaOf(wacid).packetsReceived > 70);
    expect(sim.call(wacid)?.state).toBe("in_progress");
    peer.say([]);
    await waitFor(() => sim.call(wacid)?.errorCode === "138021");
  });

  it("still reports what was heard after its end", async () => {
    const sim = await startWithMedia();
    const { peer, wacid } = await sim.callContact();
    peer.say(await createTone(1_000));
    await waitFor(() => sim.mediaOf(wacid).audibleMs > 200);
    await sim.step("terminate", wacid);
    const { body } = await sim.request("GET", `/_sim/calls/${encodeURIComponent(wacid)}`);
    expect(body.media.audibleMs).toBeGreaterThan(200);
    expect(sim.mediaOf(wacid)).toEqual(body.media);
  });

  it("is connected with one of two agents who accept at the same time", async () => {
    const sim = await startWithMedia();
    const { wacid, sdp } = await sim.contactCalls();
    const both = await Promise.all([1, 2].map(() => sim.act("accept", wacid, sdp)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it("offers media as WhatsApp does, with the configured addresses and ports", async () => {
    const media = { addresses: ["127.0.0.2"], ports: [40_000, 40_999] } as const;
    const sim = await startWithMedia({ media });
    await sim.userCalls();
    const sdp: string = sim.receiver.received[0]?.body.callingConnect.sdp;
    expect(sdp.split("m=audio")[0]).toContain("a=ice-lite\r\n");
    expect(sdp).toContain("m=audio 9 UDP/TLS/RTP/SAVPF 111 126\r\n");
    for (const line of ["a=setup:actpass", "a=mid:audio", "a=group:BUNDLE audio", "a=ptime:20"]) {
      expect(sdp.split("\r\n")).toContain(line);
    }
    expect(new Set(sdp.match(/^a=ssrc:\d+/gm)).size).toBe(1);
    const candidates = sdp.match(/^a=candidate:.*$/gm)?.map((line) => line.split(" ")) ?? [];
    expect(candidates.map((parts) => parts[4])).toContain("127.0.0.2");
    for (const [, , , , , port, , type] of candidates) {
      expect(Number(port)).toBeGreaterThanOrEqual(40_000);
      expect(Number(port)).toBeLessThanOrEqual(40_999);
      expect(type).toBe("host");
    }
  });

  it("needs complete SDPs", async () => {
    await expect(startWithMedia({ strictSdp: false })).rejects.toThrow(TypeError);
    const sim = await startWithMedia();
    expect((await sim.connect({ sdp: "v=0\r\n" })).status).toBe(400);
  });
});

import { describe, expect, test } from "vitest";
import { createFakeSignaling } from "../src/testing/createFakeSignaling.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { metaOffer } from "../src/testing/sdpSamples.ts";
import { answered_at, other, ring, toAnswer } from "./ringBench.ts";

describe("ringing", () => {
  test("is reported, and uses no microphone, connection or line", async () => {
    const { softphone, signaling, media, peer } = createTestSoftphone();
    const incoming: unknown[] = [];
    softphone.on("incoming", (call) => incoming.push(call));
    const id = signaling.ring({ row: { contact_name: "Ana" } });
    const [call] = softphone.state.calls;
    expect(incoming).toEqual([call]);
    expect(call?.state).toMatchObject({
      id,
      phase: "ringing",
      direction: "entrante",
      contactName: "Ana",
      contactPhone: "+5215500000001",
    });
    expect(softphone.state.current).toBeNull();
    expect([signaling.acts, media.microphones, peer.connections]).toEqual([[], [], []]);
  });

  test("is reported once, even if the call is read several times", async () => {
    const { softphone, signaling } = createTestSoftphone();
    const incoming: unknown[] = [];
    softphone.on("incoming", (call) => incoming.push(call.id));
    const id = signaling.ring();
    signaling.tell(id, { type: "offer", sdp: metaOffer });
    expect(incoming).toEqual([id]);
  });

  test.each([
    ["an outgoing call", { direction: "saliente" }, true],
    ["a call of unknown direction", { direction: null }, true],
    ["an answered call", { answered_at, status: "en_curso" }, true],
    ["a call that is over", { status: "no_contestada" }, true],
    ["a call whose offer rings no longer", {}, false],
  ] as const)("%s does not ring", (_, row, hasOffer) => {
    const { softphone, signaling } = createTestSoftphone();
    const id = "c0000000-0000-4000-8000-0000000000aa";
    signaling.change(id, row, hasOffer ? { type: "offer", sdp: metaOffer } : null);
    expect(softphone.state.calls).toEqual([]);
  });

  test("starts again after a reload", () => {
    const signaling = createFakeSignaling();
    const id = signaling.ring();
    const { softphone } = createTestSoftphone({ signaling });
    expect(softphone.state.calls.map((call) => call.id)).toEqual([id]);
  });

  test.each([
    ["the caller gave up", { status: "no_contestada", end_reason: "missed" }, "missed"],
    [
      "another agent answered",
      { status: "en_curso", answered_at, user_id: other },
      "answered_elsewhere",
    ],
    ["another agent refused", { status: "cancelada", end_reason: "rejected" }, "rejected"],
  ] as const)("%s", async (_, row, reason) => {
    const bench = await ring("ringing");
    bench.signaling.change(bench.id, row);
    expect(bench.call.state).toMatchObject({ phase: "ended", endReason: reason, error: null });
    expect(bench.events).toEqual([reason]);
    expect(bench.signaling.acts).toEqual([]);
  });

  test("ends when the offer no longer rings, or the row no longer exists", async () => {
    const first = await ring("ringing");
    first.signaling.tell(first.id, null);
    expect(first.call.state.endReason).toBe("missed");
    const second = await ring("ringing");
    second.signaling.remove(second.id);
    expect(second.call.state.endReason).toBe("missed");
  });

  test("ends after a time limit if no end is reported", async () => {
    const { call, clock } = await ring("ringing");
    await clock.advance(64_999);
    expect(call.state.phase).toBe("ringing");
    await clock.advance(1);
    expect(call.state.endReason).toBe("missed");
  });
});

describe("answering", () => {
  test("sends pre-accept, audio and accept in this order, all with the same SDP", async () => {
    const { call, signaling, media, clock, connection, softphone } = await ring("connecting");
    expect(signaling.acts).toEqual(["preAccept"]);
    await clock.advance(3000);
    expect(signaling.acts).toEqual(["preAccept"]);
    connection().setState("connected");
    await clock.advance();
    expect(signaling.acts).toEqual(toAnswer);
    const sdps = new Set(signaling.sent.map(({ sdp }) => sdp));
    expect(sdps.size).toBe(1);
    expect([...sdps][0]).toContain("a=setup:active\r\n");
    expect(connection().remote).toEqual([
      { type: "offer", sdp: metaOffer.replace(/a=candidate:.*\r\n/g, "") },
    ]);
    expect(call.state).toMatchObject({ phase: "connected", answeredAt: clock.now() });
    expect(softphone.state.current).toBe(call);
    expect(media.speakers[0]?.track?.id).toBe("far");
  });

  test("connects when the pre-accept has returned, because WhatsApp knows the SDP answer only then", async () => {
    const { connection, release, clock } = await ring("claiming");
    await clock.advance(2999);
    expect(connection().remoteCandidates).toEqual([]);
    release();
    await clock.advance();
    const candidates = [...metaOffer.matchAll(/^a=(candidate:.*)\r$/gm)].map(([, text]) => text);
    expect(connection().remoteCandidates).toEqual(candidates);
    await clock.advance(3000);
    expect(connection().remoteCandidates).toEqual(candidates);
  });

  test("connects after 3 s in any case, because Firefox gives up after 5 s", async () => {
    const { connection, clock } = await ring("claiming");
    await clock.advance(3000);
    expect(connection().remoteCandidates).toHaveLength(1);
  });

  test("sends no packet before the accept has returned", async () => {
    const { signaling, media, connection, release, clock } = await ring("accepting");
    expect(connection().sending).toBeNull();
    expect(media.microphones).toMatchObject([{ enabled: false }]);
    connection().hear(50);
    await clock.advance(1000);
    expect(connection().sending).toBeNull();
    release();
    await clock.advance();
    expect(connection().sending).toBe(media.microphones[0]);
    expect(media.microphones).toMatchObject([{ enabled: true, readyState: "live" }]);
    expect(signaling.acts).toEqual(toAnswer);
  });

  test("a second click does nothing", async () => {
    const { call, signaling, clock, connection } = await ring("connecting");
    await call.answer();
    connection().setState("connected");
    await clock.advance();
    await call.answer();
    expect(signaling.acts).toEqual(toAnswer);
  });

  test("a click on a call that is over does nothing", async () => {
    const { call, signaling, id, media } = await ring("ringing");
    signaling.change(id, { status: "no_contestada", end_reason: "missed" });
    await call.answer();
    expect([signaling.acts, media.microphones]).toEqual([[], []]);
  });

  test("the row may show the pickup before the accept returns", async () => {
    const { call, signaling, id, clock, connection, media, release } = await ring("accepting");
    signaling.change(id, { answered_at, status: "en_curso", user_id: signaling.agentId });
    await clock.advance();
    expect(call.state.phase).toBe("connected");
    expect(connection().sending).toBe(media.microphones[0]);
    const { answeredAt } = call.state;
    await clock.advance(500);
    release();
    await clock.advance();
    expect(call.state).toMatchObject({ phase: "connected", answeredAt });
  });

  test("a call that was muted before the answer stays muted", async () => {
    const { call, media, clock, connection } = await ring("connecting");
    call.mute();
    connection().setState("connected");
    await clock.advance();
    expect(call.state.phase).toBe("connected");
    expect(media.microphones).toMatchObject([{ enabled: false }]);
  });
});

test("another call rings during a call, and can be answered after it", async () => {
  const { softphone, signaling, call, clock, connection } = await ring("connected");
  signaling.ring();
  const second = softphone.state.calls[1];
  await second?.answer();
  expect(second?.state).toMatchObject({ phase: "ringing", error: { code: "call_busy" } });
  expect(call.state.phase).toBe("connected");
  await call.hangUp();
  void second?.answer();
  await clock.advance();
  connection().setState("connected");
  await clock.advance();
  expect(second?.state.phase).toBe("connected");
});

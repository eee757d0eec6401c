import { describe, expect, test } from "vitest";
import { SoftphoneError, type SoftphoneErrorCode } from "../src/errors/softphoneError.ts";
import { readSdp } from "../src/sdp/readSdp.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { chromeOffer, metaAnswer } from "../src/testing/sdpSamples.ts";
import { answer, answered_at, dial, expectReleased } from "./dialBench.ts";

const _ambiguous = (code: SoftphoneErrorCode) => new SoftphoneError(code, { outcome: "ambiguous" });

test("a call is dialled, picked up and hung up", async () => {
  const { softphone, signaling, media, clock, connection } = createTestSoftphone();
  const phases: string[] = [];
  const call = softphone.dial({ to: "+5215500000002", leadId: "lead" });
  expect(call.state).toMatchObject({ phase: "requesting_microphone", direction: "saliente" });
  call.on("state", ({ phase }) => phases.at(-1) !== phase && phases.push(phase));
  await clock.advance();
  expect(softphone.state.current).toBe(call);
  expect(signaling.sent).toEqual([{ act: "dial", id: call.id, sdp: expect.any(String) }]);
  expect(signaling.followed.get(call.id)).toBe("dial");
  signaling.change(call.id, { ringing_at: answered_at });
  signaling.change(call.id, {}, answer);
  await clock.advance();
  expect(connection().remote).toEqual([{ type: "answer", sdp: metaAnswer }]);
  connection().setState("connected");
  expect(call.state).toMatchObject({ phase: "ringing", hasMedia: true });
  signaling.change(call.id, { answered_at, status: "en_curso" });
  expect(call.state).toMatchObject({ phase: "connected", answeredAt: clock.now() });
  expect(signaling.followed.get(call.id)).toBe("call");
  await clock.advance(1000);
  await call.hangUp();
  expect(phases).toEqual(["dialing", "ringing", "connected", "ended"]);
  expect(call.state).toMatchObject({ endReason: "completed", endedAt: clock.now(), error: null });
  expect(signaling.acts).toEqual(["dial", "hangUp"]);
  expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
});

test("the offer has WhatsApp's form", async () => {
  const { signaling } = await dial("dialing");
  const sdp = signaling.sent[0]?.sdp ?? "";
  expect(readSdp(sdp)).toMatchObject({ audioStreams: 1, sources: 1, hasOpus: true, hasDtmf: true });
  expect(sdp).toContain("a=ptime:20");
  expect(sdp).not.toBe(chromeOffer);
});

describe("candidates", () => {
  test("the dial waits for the first of them", async () => {
    const { signaling, connection, clock } = await dial("gathering");
    await clock.advance(1999);
    expect(signaling.acts).toEqual([]);
    connection().findCandidate();
    await clock.advance();
    expect(signaling.acts).toEqual(["dial"]);
    expect(readSdp(signaling.sent[0]?.sdp ?? "").candidateTypes).toEqual(["host"]);
  });

  test("the dial does not wait when there are none", async () => {
    const { signaling, connection, clock } = await dial("gathering");
    connection().completeGathering();
    await clock.advance();
    expect(signaling.acts).toEqual(["dial"]);
  });

  test("a candidate over TCP is not enough", async () => {
    const { signaling, connection, clock, peer } = await dial("gathering");
    peer.offer = chromeOffer.replace(/ udp /g, " tcp ");
    await connection().setLocalDescription({ type: "offer", sdp: peer.offer });
    connection().findCandidate();
    await clock.advance(1999);
    expect(signaling.acts).toEqual([]);
  });

  test("the dial waits for at most 2 s", async () => {
    const { signaling, clock } = await dial("gathering");
    await clock.advance(2000);
    expect(signaling.acts).toEqual(["dial"]);
  });
});

describe("the agent is silent until the pickup", () => {
  test("that the row shows", async () => {
    const { signaling, media, id } = await dial("ringing");
    expect(media.microphones).toMatchObject([{ enabled: false }]);
    signaling.change(id, { answered_at, status: "en_curso" });
    expect(media.microphones).toMatchObject([{ enabled: true }]);
  });

  test("that the first inbound audio shows", async () => {
    const { media, call, connection, clock } = await dial("ringing");
    connection().setState("connected");
    connection().hear(50, { isSilent: true });
    await clock.advance(1000);
    expect(call.state.answeredAt).toBeNull();
    connection().hear(5);
    await clock.advance(250);
    expect(call.state).toMatchObject({ phase: "connected", answeredAt: clock.now() });
    expect(media.microphones).toMatchObject([{ enabled: true }]);
  });

  test("and longer if the call is muted", async () => {
    const { call, signaling, media, id } = await dial("ringing");
    call.mute();
    signaling.change(id, { answered_at });
    expect(media.microphones).toMatchObject([{ enabled: false }]);
    call.mute(false);
    expect(media.microphones).toMatchObject([{ enabled: true }]);
  });

  test("even if the agent unmutes before it", async () => {
    const { call, media } = await dial("ringing");
    call.mute();
    call.mute(false);
    expect(media.microphones).toMatchObject([{ enabled: false }]);
  });
});

describe("an answer", () => {
  test("that arrives before the dial's HTTP answer is kept", async () => {
    const { softphone, signaling, clock, connection } = createTestSoftphone();
    const release = signaling.hold("dial");
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance();
    signaling.change(call.id, { direction: "saliente" }, answer);
    await clock.advance();
    expect(connection().remote).toHaveLength(1);
    release();
    await clock.advance();
    expect(call.state.phase).toBe("dialing");
    expect(connection().remote).toHaveLength(1);
  });

  test("that arrives with a pickup before the dial's HTTP answer is kept", async () => {
    const { softphone, signaling, clock, connection } = createTestSoftphone();
    const release = signaling.hold("dial");
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance();
    signaling.change(call.id, { direction: "saliente", status: "en_curso", answered_at }, answer);
    connection().setState("connected");
    release();
    await clock.advance();
    expect(call.state.phase).toBe("connected");
  });

  test("is applied once", async () => {
    const { signaling, id, connection, clock } = await dial("ringing");
    signaling.change(id, {}, { type: "answer", sdp: "v=0\r\nanother" });
    await clock.advance();
    expect(connection().remote).toEqual([{ type: "answer", sdp: metaAnswer }]);
  });

  test("of another call is not applied", async () => {
    const { signaling, connection, clock } = await dial("dialing");
    signaling.change("c0000000-0000-4000-8000-0000000000ff", { direction: "saliente" }, answer);
    await clock.advance();
    expect(connection().remote).toEqual([]);
  });

  test("that cannot be understood ends the call, here and at WhatsApp", async () => {
    const bench = await dial("dialing");
    bench.peer.remoteError = new Error(`bad: ${metaAnswer}`);
    bench.signaling.change(bench.id, {}, answer);
    await bench.clock.advance();
    const { error } = bench.call.state;
    expect(bench.call.state).toMatchObject({ endReason: "failed" });
    expect(error?.code).toBe("sdp_answer_invalid");
    expect(`${error?.message}${error?.cause}`).not.toContain("v=0");
    expect(bench.signaling.acts).toEqual(["dial", "hangUp"]);
    expectReleased(bench);
  });
});

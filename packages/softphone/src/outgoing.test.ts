import { describe, expect, test } from "vitest";
import { SoftphoneError, type SoftphoneErrorCode } from "./errors/softphoneError.ts";
import { readSdp } from "./sdp/readSdp.ts";
import { createFakeLocks } from "./testing/createFakePage.ts";
import { createTestSoftphone } from "./testing/createTestSoftphone.ts";
import { chromeOffer, metaAnswer } from "./testing/sdpSamples.ts";

const answer = { type: "answer", sdp: metaAnswer } as const;
const answered_at = "2026-11-01T00:00:00.000Z";
const ambiguous = (code: SoftphoneErrorCode) => new SoftphoneError(code, { outcome: "ambiguous" });

/** A call in that phase, with everything that happened to it. */
async function dial(
  until:
    | "requesting_microphone"
    | "gathering"
    | "dialing"
    | "ringing"
    | "connecting"
    | "connected"
    | "reconnecting",
) {
  const locks = createFakeLocks();
  const bench = createTestSoftphone({ locks });
  const { softphone, signaling, media, peer, clock } = bench;
  let allow = () => {};
  if (until === "requesting_microphone") {
    media.permission = new Promise((resolve) => {
      allow = resolve;
    });
  }
  peer.gathersAtOnce = until !== "gathering";
  const call = softphone.dial({ to: "+5215500000002" });
  const events: unknown[] = [];
  call.on("error", ({ code }) => events.push(code));
  call.on("warning", ({ code }) => events.push(code));
  call.on("ended", ({ reason }) => events.push(reason));
  await clock.advance();
  const { id } = call;
  const remote = ["ringing", "connecting", "connected", "reconnecting"].includes(until);
  if (remote) signaling.change(id, { ringing_at: answered_at }, answer);
  if (["connected", "reconnecting"].includes(until)) bench.connection().setState("connected");
  if (remote && until !== "ringing") signaling.change(id, { answered_at, status: "en_curso" });
  if (until === "reconnecting") bench.connection().setState("disconnected");
  await clock.advance();
  expect(call.state.phase).toBe(until === "gathering" ? "dialing" : until);
  return { ...bench, call, id, events, allow, locks };
}

type Bench = Awaited<ReturnType<typeof dial>>;

/** Whatever happened: no microphone is open, no connection, no line, no subscription. */
function expectReleased({ media, peer, signaling, softphone, locks, call }: Bench): void {
  expect(media.microphones.map(({ readyState }) => readyState)).not.toContain("live");
  expect(media.speakers.every(({ isStopped }) => isStopped)).toBe(true);
  expect(peer.connections.every(({ connectionState }) => connectionState === "closed")).toBe(true);
  expect([...signaling.followed]).toEqual([]);
  expect([...locks.held]).toEqual([]);
  expect(softphone.state).toMatchObject({ calls: [], current: null, lastEnded: call });
}

test("a call that is picked up, talked and hung up", async () => {
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

test("the offer is WhatsApp's kind", async () => {
  const { signaling } = await dial("dialing");
  const sdp = signaling.sent[0]?.sdp ?? "";
  expect(readSdp(sdp)).toMatchObject({ audioStreams: 1, sources: 1, hasOpus: true, hasDtmf: true });
  expect(sdp).toContain("a=ptime:20");
  expect(sdp).not.toBe(chromeOffer);
});

describe("candidates", () => {
  test("the dial waits for all of them", async () => {
    const { signaling, connection, clock } = await dial("gathering");
    await clock.advance(1999);
    expect(signaling.acts).toEqual([]);
    connection().completeGathering();
    await clock.advance();
    expect(signaling.acts).toEqual(["dial"]);
  });

  test("but for no more than 2 s", async () => {
    const { signaling, clock } = await dial("gathering");
    await clock.advance(2000);
    expect(signaling.acts).toEqual(["dial"]);
  });
});

describe("the agent is silent until the pickup", () => {
  test("accepted", async () => {
    const { signaling, media, id } = await dial("ringing");
    expect(media.microphones).toMatchObject([{ enabled: false }]);
    signaling.change(id, { answered_at, status: "en_curso" });
    expect(media.microphones).toMatchObject([{ enabled: true }]);
  });

  test("or the first inbound audio", async () => {
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

  test("and stays so, if muted", async () => {
    const { call, signaling, media, id } = await dial("ringing");
    call.mute();
    signaling.change(id, { answered_at });
    expect(media.microphones).toMatchObject([{ enabled: false }]);
    call.mute(false);
    expect(media.microphones).toMatchObject([{ enabled: true }]);
  });

  test("unmuting before the pickup does not let it speak", async () => {
    const { call, media } = await dial("ringing");
    call.mute();
    call.mute(false);
    expect(media.microphones).toMatchObject([{ enabled: false }]);
  });
});

describe("an answer", () => {
  test("that overtakes the dial's HTTP answer is kept", async () => {
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

  test("so is a pickup that overtakes it", async () => {
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

  test("that cannot be understood ends the call, here and there", async () => {
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

describe("hang-up", () => {
  test.each([
    ["requesting_microphone", []],
    ["gathering", []],
    ["dialing", ["dial", "hangUp"]],
    ["ringing", ["dial", "hangUp"]],
    ["connecting", ["dial", "hangUp"]],
    ["connected", ["dial", "hangUp"]],
    ["reconnecting", ["dial", "hangUp"]],
  ] as const)("while %s", async (phase, acts) => {
    const bench = await dial(phase);
    const isAnswered = bench.call.state.answeredAt !== null;
    const done = bench.call.hangUp();
    expect(bench.call.state).toMatchObject({
      phase: "ended",
      endReason: isAnswered ? "completed" : "cancelled",
    });
    await done;
    bench.allow();
    await bench.clock.advance(60_000);
    expect(bench.signaling.acts).toEqual(acts);
    expect(bench.events).toEqual([isAnswered ? "completed" : "cancelled"]);
    expectReleased(bench);
  });

  test("a second one does nothing", async () => {
    const { call, signaling } = await dial("connected");
    await Promise.all([call.hangUp(), call.hangUp()]);
    await call.hangUp();
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("while the dial is under way: at once, and again if the row was not there yet", async () => {
    const bench = createTestSoftphone();
    const { softphone, signaling, clock } = bench;
    const release = signaling.hold("dial");
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance();
    const done = call.hangUp();
    expect(call.state.phase).toBe("ended");
    await clock.advance();
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
    release();
    await done;
    expect(signaling.acts).toEqual(["dial", "hangUp", "hangUp"]);
    expect(call.state.error).toBeNull();
  });

  test("of a dial that was refused: there is nothing more to tell", async () => {
    const { softphone, signaling, clock } = createTestSoftphone();
    const release = signaling.hold("dial");
    signaling.fail("dial", new SoftphoneError("no_permission"));
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance();
    const done = call.hangUp();
    await clock.advance();
    release();
    await done;
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("that fails is told, and the audio is released all the same", async () => {
    const bench = await dial("connected");
    bench.signaling.fail("hangUp", ambiguous("signaling_unreachable"));
    await bench.call.hangUp();
    expect(bench.call.state).toMatchObject({ endReason: "completed" });
    expect(bench.call.state.error?.code).toBe("signaling_unreachable");
    expect(bench.events).toEqual(["completed", "signaling_unreachable"]);
    expectReleased(bench);
  });

  test.each(["call_ended", "provider_not_found", "call_not_found"] as const)(
    "of a call that is over (%s) is no error",
    async (code) => {
      const { call, signaling, events } = await dial("connected");
      signaling.fail("hangUp", new SoftphoneError(code));
      await call.hangUp();
      expect(events).toEqual(["completed"]);
    },
  );
});

describe("the far end's end", () => {
  test.each(["dialing", "ringing", "connecting", "connected", "reconnecting"] as const)(
    "while %s",
    async (phase) => {
      const bench = await dial(phase);
      bench.signaling.change(bench.id, { status: "no_contestada", end_reason: "declined" });
      expect(bench.call.state).toMatchObject({ phase: "ended", endReason: "declined" });
      await bench.clock.advance(60_000);
      expect(bench.signaling.acts).toEqual(["dial"]);
      expectReleased(bench);
    },
  );

  test("after it, a row that is refined is kept, and the reason stays", async () => {
    const { signaling, call, id } = await dial("connected");
    const { rows } = signaling;
    signaling.change(id, { status: "completada", end_reason: "completed" });
    const ended = call.state;
    signaling.change(id, { status: "fallida", end_reason: "failed" });
    expect(call.state).toBe(ended);
    expect(rows.get(id)).toMatchObject({ end_reason: "failed" });
  });
});

describe("what cannot be dialled", () => {
  test.each(["microphone_denied", "microphone_missing", "microphone_busy"] as const)(
    "%s",
    async (code) => {
      const { softphone, signaling, media, clock } = createTestSoftphone();
      media.microphoneError = new SoftphoneError(code);
      const call = softphone.dial({ to: "+5215500000002" });
      await clock.advance();
      expect(call.state).toMatchObject({ phase: "ended", endReason: "failed", error: { code } });
      expect(call.state.error?.sentence).toEqual({
        es: expect.stringMatching(/micrófono/),
        en: expect.stringMatching(/microphone/),
      });
      expect(signaling.acts).toEqual([]);
      media.microphoneError = null;
      const next = softphone.dial({ to: "+5215500000002" });
      await clock.advance();
      expect(next.state.phase).toBe("dialing");
    },
  );

  test("no WebRTC: the microphone is closed again", async () => {
    const { softphone, media, peer, clock } = createTestSoftphone();
    peer.error = new SoftphoneError("webrtc_unavailable");
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance();
    expect(call.state.error?.code).toBe("webrtc_unavailable");
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });

  test("refused by the server or by WhatsApp", async () => {
    const { softphone, signaling, media, clock } = createTestSoftphone();
    signaling.fail("dial", new SoftphoneError("no_permission", { message: "Not allowed." }));
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance(60_000);
    expect(call.state).toMatchObject({ endReason: "failed", error: { code: "no_permission" } });
    expect(call.state.error?.sentence.es).toMatch(/permitido/);
    expect(signaling.acts).toEqual(["dial"]);
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });

  test("while another call goes on", async () => {
    const { softphone, call, signaling, clock } = await dial("connected");
    const second = softphone.dial({ to: "+5215500000003" });
    expect(softphone.state.current).toBe(call);
    await clock.advance();
    expect(second.state).toMatchObject({ endReason: "failed", error: { code: "call_busy" } });
    expect(call.state.phase).toBe("connected");
    expect(signaling.acts).toEqual(["dial"]);
  });

  test("the same id twice is one call", async () => {
    const { softphone, signaling, clock } = createTestSoftphone();
    const id = "c0000000-0000-4000-8000-0000000000aa";
    const call = softphone.dial({ to: "+5215500000002", id });
    expect(softphone.dial({ to: "+5215500000002", id })).toBe(call);
    await clock.advance();
    expect(signaling.acts).toEqual(["dial"]);
  });
});

describe("an unclear dial", () => {
  async function unclear() {
    const bench = createTestSoftphone();
    bench.signaling.fail("dial", ambiguous("signaling_unreachable"));
    const call = bench.softphone.dial({ to: "+5215500000002" });
    await bench.clock.advance();
    expect(call.state).toMatchObject({
      phase: "dialing",
      error: { code: "signaling_unreachable" },
    });
    return { ...bench, call };
  }

  test("goes on when its row shows", async () => {
    const { call, signaling, clock, connection } = await unclear();
    await clock.advance(9000);
    signaling.change(call.id, { direction: "saliente" }, answer);
    await clock.advance(60_000);
    expect(call.state.phase).toBe("dialing");
    connection().setState("connected");
    signaling.change(call.id, { answered_at });
    expect(call.state.phase).toBe("connected");
  });

  test("ends when no row shows in 10 s, and is hung up to be sure", async () => {
    const { call, signaling, clock, media } = await unclear();
    await clock.advance(9999);
    expect(call.state.phase).toBe("dialing");
    await clock.advance(1);
    expect(call.state).toMatchObject({ phase: "ended", endReason: "failed" });
    expect(signaling.acts.slice(0, 2)).toEqual(["dial", "hangUp"]);
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });
});

describe("audio that does not come about", () => {
  test("ends a call that was picked up after 15 s", async () => {
    const bench = await dial("connecting");
    await bench.clock.advance(14_999);
    expect(bench.call.state.phase).toBe("connecting");
    await bench.clock.advance(1);
    expect(bench.call.state).toMatchObject({
      endReason: "failed",
      error: { code: "media_failed" },
    });
    expect(bench.signaling.acts).toEqual(["dial", "hangUp"]);
    expectReleased(bench);
  });

  test("or as soon as the browser gives up", async () => {
    const bench = await dial("ringing");
    bench.connection().setState("failed");
    await bench.clock.advance();
    expect(bench.call.state).toMatchObject({
      endReason: "failed",
      error: { code: "media_failed" },
    });
    expect(bench.signaling.acts).toEqual(["dial", "hangUp"]);
    expectReleased(bench);
  });
});

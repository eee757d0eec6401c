import { describe, expect, test } from "vitest";
import { SoftphoneError, type SoftphoneErrorCode } from "./errors/softphoneError.ts";
import { createFakeLocks } from "./testing/createFakePage.ts";
import { createFakeSignaling } from "./testing/createFakeSignaling.ts";
import { createTestSoftphone } from "./testing/createTestSoftphone.ts";
import { metaOffer } from "./testing/sdpSamples.ts";

const answered_at = "2026-11-01T00:00:00.000Z";
const other = "a0000000-0000-4000-8000-000000000002";
const ambiguous = (code: SoftphoneErrorCode) => new SoftphoneError(code, { outcome: "ambiguous" });
const toAnswer = ["claim", "preAccept", "accept"];

type Step =
  | "ringing"
  | "requesting_microphone"
  | "claiming"
  | "connecting"
  | "accepting"
  | "connected";

/** An incoming call, as far as that. */
async function ring(until: Step) {
  const locks = createFakeLocks();
  const bench = createTestSoftphone({ locks });
  const { softphone, signaling, media, clock, connection } = bench;
  const id = signaling.ring();
  const call = softphone.state.calls[0];
  if (!call) throw new Error("It does not ring.");
  const events: unknown[] = [];
  call.on("error", ({ code }) => events.push(code));
  call.on("ended", ({ reason }) => events.push(reason));
  let release = () => {};
  if (until === "requesting_microphone") {
    media.permission = new Promise((resolve) => {
      release = resolve;
    });
  }
  if (until === "claiming") release = signaling.hold("claim");
  if (until === "accepting") release = signaling.hold("accept");
  const answering = until === "ringing" ? undefined : call.answer();
  await clock.advance();
  if (until === "accepting" || until === "connected") connection().setState("connected");
  await clock.advance();
  const phase = until === "claiming" || until === "accepting" ? "connecting" : until;
  expect(call.state.phase).toBe(phase);
  return { ...bench, id, call, events, release, answering, locks };
}

type Bench = Awaited<ReturnType<typeof ring>>;

function expectReleased({ media, peer, signaling, locks }: Bench): void {
  expect(media.microphones.map(({ readyState }) => readyState)).not.toContain("live");
  expect(peer.connections.every(({ connectionState }) => connectionState === "closed")).toBe(true);
  expect([...signaling.followed]).toEqual([]);
  expect([...locks.held]).toEqual([]);
}

describe("ringing", () => {
  test("is told, and takes nothing", async () => {
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

  test("is told once, however often it is read", async () => {
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

  test("after a reload it rings again", () => {
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

  test("ends when the offer rings no longer, or the row is gone", async () => {
    const first = await ring("ringing");
    first.signaling.tell(first.id, null);
    expect(first.call.state.endReason).toBe("missed");
    const second = await ring("ringing");
    second.signaling.remove(second.id);
    expect(second.call.state.endReason).toBe("missed");
  });

  test("ends by itself when nobody tells of its end", async () => {
    const { call, clock } = await ring("ringing");
    await clock.advance(64_999);
    expect(call.state.phase).toBe("ringing");
    await clock.advance(1);
    expect(call.state.endReason).toBe("missed");
  });
});

describe("answering", () => {
  test("claim, pre-accept, audio, accept: all with the same SDP", async () => {
    const { call, signaling, media, clock, connection, softphone } = await ring("connecting");
    expect(signaling.acts).toEqual(["claim", "preAccept"]);
    await clock.advance(3000);
    expect(signaling.acts).toEqual(["claim", "preAccept"]);
    connection().setState("connected");
    await clock.advance();
    expect(signaling.acts).toEqual(toAnswer);
    const sdps = new Set(signaling.sent.map(({ sdp }) => sdp));
    expect(sdps.size).toBe(1);
    expect([...sdps][0]).toContain("a=setup:active\r\n");
    expect(connection().remote).toEqual([{ type: "offer", sdp: metaOffer }]);
    expect(call.state).toMatchObject({ phase: "connected", answeredAt: clock.now() });
    expect(softphone.state.current).toBe(call);
    expect(media.speakers[0]?.track?.id).toBe("far");
  });

  test("not a packet leaves before the accept has returned", async () => {
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

  test("the second click does nothing", async () => {
    const { call, signaling, clock, connection } = await ring("connecting");
    await call.answer();
    connection().setState("connected");
    await clock.advance();
    await call.answer();
    expect(signaling.acts).toEqual(toAnswer);
  });

  test("nor does one on a call that is over", async () => {
    const { call, signaling, id, media } = await ring("ringing");
    signaling.change(id, { status: "no_contestada", end_reason: "missed" });
    await call.answer();
    expect([signaling.acts, media.microphones]).toEqual([[], []]);
  });

  test("the row may say so before the accept's own answer does", async () => {
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

  test("muted before the answer, it stays muted", async () => {
    const { call, media, clock, connection } = await ring("connecting");
    call.mute();
    connection().setState("connected");
    await clock.advance();
    expect(call.state.phase).toBe("connected");
    expect(media.microphones).toMatchObject([{ enabled: false }]);
  });
});

describe("an answer that fails lets the call ring on", () => {
  test.each(["microphone_denied", "microphone_missing", "microphone_busy"] as const)(
    "%s: nothing was claimed",
    async (code) => {
      const bench = await ring("ringing");
      bench.media.microphoneError = new SoftphoneError(code);
      await bench.call.answer();
      expect(bench.call.state).toMatchObject({ phase: "ringing", error: { code } });
      expect(bench.softphone.state.current).toBeNull();
      expect(bench.signaling.acts).toEqual([]);
      expectReleased(bench);
      bench.media.microphoneError = null;
      void bench.call.answer();
      await bench.clock.advance();
      bench.connection().setState("connected");
      await bench.clock.advance();
      expect(bench.call.state).toMatchObject({ phase: "connected", error: null });
    },
  );

  test.each([
    ["claim", "already_claimed"],
    ["preAccept", "invalid_sdp"],
    ["preAccept", "rate_limited"],
    ["accept", "invalid_sdp"],
  ] as const)("%s: %s", async (act, code) => {
    const bench = await ring("ringing");
    bench.signaling.fail(act, new SoftphoneError(code));
    void bench.call.answer();
    await bench.clock.advance();
    bench.peer.connections[0]?.setState("connected");
    await bench.clock.advance();
    expect(bench.call.state).toMatchObject({ phase: "ringing", error: { code } });
    expect(bench.events).toEqual([code]);
    expectReleased(bench);
  });

  test("no audio in 15 s, when the claim lapses", async () => {
    const bench = await ring("connecting");
    await bench.clock.advance(14_999);
    expect(bench.call.state.phase).toBe("connecting");
    await bench.clock.advance(1);
    expect(bench.call.state).toMatchObject({ phase: "ringing", error: { code: "media_failed" } });
    expect(bench.signaling.acts).toEqual(["claim", "preAccept"]);
    expectReleased(bench);
  });

  test("audio that the browser gave up", async () => {
    const bench = await ring("connecting");
    bench.connection().setState("failed");
    await bench.clock.advance();
    expect(bench.call.state).toMatchObject({ phase: "ringing", error: { code: "media_failed" } });
    expectReleased(bench);
  });

  test("an offer that cannot be understood", async () => {
    const bench = await ring("ringing");
    bench.peer.remoteError = new Error("bad");
    await bench.call.answer();
    expect(bench.call.state).toMatchObject({
      phase: "ringing",
      error: { code: "sdp_answer_invalid" },
    });
    expect(bench.signaling.acts).toEqual([]);
    await bench.clock.advance();
    expectReleased(bench);
  });

  test.each(["not_ringing", "call_ended", "call_not_found"] as const)(
    "unless it is over: %s",
    async (code) => {
      const bench = await ring("ringing");
      bench.signaling.fail("claim", new SoftphoneError(code));
      await bench.call.answer();
      expect(bench.call.state).toMatchObject({
        phase: "ended",
        endReason: "missed",
        error: { code },
      });
      expectReleased(bench);
    },
  );

  test("two agents answer at once: the loser rings until the row tells who has it", async () => {
    const bench = await ring("ringing");
    bench.signaling.fail("claim", new SoftphoneError("already_claimed"));
    await bench.call.answer();
    expect(bench.call.state.phase).toBe("ringing");
    bench.signaling.change(bench.id, { status: "en_curso", answered_at, user_id: other });
    expect(bench.call.state.endReason).toBe("answered_elsewhere");
    expectReleased(bench);
  });

  test("the other agent's accept counts, also while this one's is under way", async () => {
    const bench = await ring("accepting");
    bench.signaling.change(bench.id, { status: "en_curso", answered_at, user_id: other });
    expect(bench.call.state.endReason).toBe("answered_elsewhere");
    bench.release();
    await bench.clock.advance();
    expectReleased(bench);
  });
});

describe("an unclear step", () => {
  test("of pre-accept is settled by the audio", async () => {
    const { call, signaling, clock, connection } = await ring("ringing");
    signaling.fail("preAccept", ambiguous("signaling_failed"));
    void call.answer();
    await clock.advance();
    connection().setState("connected");
    await clock.advance();
    expect(signaling.acts).toEqual(toAnswer);
    expect(call.state).toMatchObject({ phase: "connected", error: null });
  });

  test("of claim is a failed answer", async () => {
    const bench = await ring("ringing");
    bench.signaling.fail("claim", ambiguous("signaling_unreachable"));
    await bench.call.answer();
    expect(bench.call.state).toMatchObject({
      phase: "ringing",
      error: { code: "signaling_unreachable" },
    });
    expectReleased(bench);
  });

  async function unclearAccept() {
    const bench = await ring("accepting");
    bench.signaling.fail("accept", ambiguous("provider_timeout"));
    bench.release();
    await bench.clock.advance();
    expect(bench.call.state).toMatchObject({
      phase: "connecting",
      error: { code: "provider_timeout" },
    });
    return bench;
  }

  test("of accept is settled by the row", async () => {
    const { signaling, id, call, connection, clock } = await unclearAccept();
    signaling.change(id, { answered_at, status: "en_curso", user_id: signaling.agentId });
    await clock.advance();
    expect(call.state.phase).toBe("connected");
    expect(connection().sending).not.toBeNull();
  });

  test("or ended, when the row tells nothing", async () => {
    const bench = await unclearAccept();
    await bench.clock.advance(15_000);
    expect(bench.call.state).toMatchObject({
      endReason: "failed",
      error: { code: "provider_timeout" },
    });
    expect(bench.signaling.acts).toEqual([...toAnswer, "hangUp"]);
    expectReleased(bench);
  });
});

describe("hang-up", () => {
  test.each([
    ["ringing", ["reject"], "rejected"],
    ["requesting_microphone", ["reject"], "rejected"],
    ["claiming", ["claim", "reject"], "rejected"],
    ["connecting", ["claim", "preAccept", "reject"], "rejected"],
    ["accepting", [...toAnswer, "hangUp"], "rejected"],
    ["connected", [...toAnswer, "hangUp"], "completed"],
  ] as const)("while %s", async (until, acts, reason) => {
    const bench = await ring(until);
    const done = bench.call.hangUp();
    expect(bench.call.state).toMatchObject({ phase: "ended", endReason: reason });
    bench.release();
    await done;
    await bench.clock.advance(60_000);
    expect(bench.signaling.acts).toEqual(acts);
    expect(bench.events).toEqual([reason]);
    expectReleased(bench);
  });

  test("a call that was refused does not ring again while the server still says so", async () => {
    const { softphone, signaling, call, id } = await ring("ringing");
    const release = signaling.hold("reject");
    void call.reject();
    signaling.tell(id, { type: "offer", sdp: metaOffer });
    expect(softphone.state.calls).toEqual([]);
    release();
  });

  test("refusing a call that is answered does nothing", async () => {
    const { call, signaling } = await ring("connected");
    await call.reject();
    expect(call.state.phase).toBe("connected");
    expect(signaling.acts).toEqual(toAnswer);
  });

  test("a refusal that fails is told", async () => {
    const { call, signaling, events, softphone } = await ring("ringing");
    const errors: unknown[] = [];
    softphone.on("error", ({ error, call: of }) => errors.push([error.code, of]));
    signaling.fail("reject", new SoftphoneError("already_claimed"));
    await call.reject();
    expect(events).toEqual(["rejected", "already_claimed"]);
    expect(errors).toEqual([["already_claimed", call]]);
  });
});

test.each(["requesting_microphone", "claiming", "connecting", "accepting", "connected"] as const)(
  "the caller's end while %s",
  async (until) => {
    const bench = await ring(until);
    bench.signaling.change(bench.id, { status: "no_contestada", end_reason: "missed" });
    expect(bench.call.state).toMatchObject({ phase: "ended", endReason: "missed" });
    bench.release();
    const acts = [...bench.signaling.acts];
    await bench.clock.advance(60_000);
    expect(bench.signaling.acts).toEqual(acts);
    expect(acts).not.toContain("hangUp");
    expectReleased(bench);
  },
);

test("another call rings during a call, and can be taken after it", async () => {
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

import { describe, expect, test } from "vitest";
import { SoftphoneError, type SoftphoneErrorCode } from "../src/errors/softphoneError.ts";
import { metaOffer } from "../src/testing/sdpSamples.ts";
import { answered_at, expectReleased, other, ring, toAnswer } from "./ringBench.ts";

const ambiguous = (code: SoftphoneErrorCode) => new SoftphoneError(code, { outcome: "ambiguous" });

describe("a call still rings after an answer that fails", () => {
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
    ["preAccept", "already_claimed"],
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

  test("no audio within 15 s, when the claim expires", async () => {
    const bench = await ring("connecting");
    await bench.clock.advance(14_999);
    expect(bench.call.state.phase).toBe("connecting");
    await bench.clock.advance(1);
    expect(bench.call.state).toMatchObject({ phase: "ringing", error: { code: "media_failed" } });
    expect(bench.signaling.acts).toEqual(["preAccept"]);
    expectReleased(bench);
  });

  test("audio that failed in the browser", async () => {
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
      error: { code: "sdp_offer_invalid" },
    });
    expect(bench.signaling.acts).toEqual([]);
    await bench.clock.advance();
    expectReleased(bench);
  });

  test.each(["not_ringing", "call_ended", "call_not_found"] as const)(
    "unless the call is over: %s",
    async (code) => {
      const bench = await ring("ringing");
      bench.signaling.fail("preAccept", new SoftphoneError(code));
      await bench.call.answer();
      expect(bench.call.state).toMatchObject({
        phase: "ended",
        endReason: "missed",
        error: { code },
      });
      expectReleased(bench);
    },
  );

  test("if another agent has claimed the call, it rings here until the row names that agent", async () => {
    const bench = await ring("ringing");
    bench.signaling.fail("preAccept", new SoftphoneError("already_claimed"));
    await bench.call.answer();
    expect(bench.call.state.phase).toBe("ringing");
    bench.signaling.change(bench.id, { status: "en_curso", answered_at, user_id: other });
    expect(bench.call.state.endReason).toBe("answered_elsewhere");
    expectReleased(bench);
  });

  test("another agent's accept ends the ringing here, also while this agent's accept is running", async () => {
    const bench = await ring("accepting");
    bench.signaling.change(bench.id, { status: "en_curso", answered_at, user_id: other });
    expect(bench.call.state.endReason).toBe("answered_elsewhere");
    bench.release();
    await bench.clock.advance();
    expectReleased(bench);
  });
});

describe("an unclear step", () => {
  test("of pre-accept is decided by the audio", async () => {
    const { call, signaling, clock, connection } = await ring("ringing");
    signaling.fail("preAccept", ambiguous("signaling_failed"));
    void call.answer();
    await clock.advance();
    connection().setState("connected");
    await clock.advance();
    expect(signaling.acts).toEqual(["preAccept", "claim", "accept"]);
    expect(call.state).toMatchObject({ phase: "connected", error: null });
  });

  test("of pre-accept fails if another agent has claimed the call", async () => {
    const bench = await ring("ringing");
    bench.signaling.fail("preAccept", ambiguous("signaling_failed"));
    bench.signaling.fail("claim", new SoftphoneError("already_claimed"));
    await bench.call.answer();
    expect(bench.call.state).toMatchObject({
      phase: "ringing",
      error: { code: "already_claimed" },
    });
    expectReleased(bench);
  });

  test("of pre-accept and claim is treated as a failed answer", async () => {
    const bench = await ring("ringing");
    bench.signaling.fail("preAccept", ambiguous("signaling_failed"));
    bench.signaling.fail("claim", ambiguous("service_failed"));
    await bench.call.answer();
    expect(bench.call.state).toMatchObject({
      phase: "ringing",
      error: { code: "service_failed" },
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

  test("of accept is decided by the row", async () => {
    const { signaling, id, call, connection, clock } = await unclearAccept();
    signaling.change(id, { answered_at, status: "en_curso", user_id: signaling.agentId });
    await clock.advance();
    expect(call.state.phase).toBe("connected");
    expect(connection().sending).not.toBeNull();
  });

  test("of accept ends the call if the row shows nothing", async () => {
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
    ["claiming", ["preAccept", "reject"], "rejected"],
    ["connecting", ["preAccept", "reject"], "rejected"],
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

  test("a refused call does not ring again, although the server still reports it as ringing", async () => {
    const { softphone, signaling, call, id } = await ring("ringing");
    const release = signaling.hold("reject");
    void call.reject();
    signaling.tell(id, { type: "offer", sdp: metaOffer });
    expect(softphone.state.calls).toEqual([]);
    release();
  });

  test("the refusal of an answered call does nothing", async () => {
    const { call, signaling } = await ring("connected");
    await call.reject();
    expect(call.state.phase).toBe("connected");
    expect(signaling.acts).toEqual(toAnswer);
  });

  test("of a claimed call causes no error, although the agent's own claim blocks the refusal", async () => {
    const { call, signaling, events } = await ring("connecting");
    signaling.fail("reject", new SoftphoneError("already_claimed"));
    await call.hangUp();
    expect(events).toEqual(["rejected"]);
  });

  test("a refusal that fails is reported", async () => {
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

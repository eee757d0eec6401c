import { describe, expect, test } from "vitest";
import { SoftphoneError, type SoftphoneErrorCode } from "../src/errors/softphoneError.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { answer, answered_at, dial, expectReleased } from "./dialBench.ts";

const ambiguous = (code: SoftphoneErrorCode) => new SoftphoneError(code, { outcome: "ambiguous" });

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

  test("a second hang-up does nothing", async () => {
    const { call, signaling } = await dial("connected");
    await Promise.all([call.hangUp(), call.hangUp()]);
    await call.hangUp();
    expect(signaling.acts).toEqual(["dial", "hangUp"]);
  });

  test("during the dial is sent immediately, and again if the row did not exist yet", async () => {
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

  test("of a refused dial is not sent", async () => {
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

  test("that fails is reported, and the audio is released", async () => {
    const bench = await dial("connected");
    bench.signaling.fail("hangUp", ambiguous("service_failed"));
    await bench.call.hangUp();
    expect(bench.call.state).toMatchObject({ endReason: "completed" });
    expect(bench.call.state.error?.code).toBe("service_failed");
    expect(bench.events).toEqual(["completed", "service_failed"]);
    expect(bench.media.microphones).toMatchObject([{ readyState: "ended" }]);
    await bench.call.hangUp();
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

describe("an end by the far end", () => {
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

  test("keeps its reason when the row gets more facts", async () => {
    const { signaling, call, id } = await dial("connected");
    const { rows } = signaling;
    signaling.change(id, { status: "completada", end_reason: "completed" });
    const ended = call.state;
    signaling.change(id, { status: "fallida", end_reason: "failed" });
    expect(call.state).toBe(ended);
    expect(rows.get(id)).toMatchObject({ end_reason: "failed" });
  });
});

describe("a dial fails", () => {
  test.each(["microphone_denied", "microphone_missing", "microphone_busy"] as const)(
    "%s",
    async (code) => {
      const { softphone, signaling, media, clock } = createTestSoftphone();
      media.microphoneError = new SoftphoneError(code);
      const call = softphone.dial({ to: "+5215500000002" });
      await clock.advance();
      expect(call.state).toMatchObject({ phase: "ended", endReason: "failed", error: { code } });
      expect(call.state.error?.message).toMatch(/microphone/);
      expect(signaling.acts).toEqual([]);
      media.microphoneError = null;
      const next = softphone.dial({ to: "+5215500000002" });
      await clock.advance();
      expect(next.state.phase).toBe("dialing");
    },
  );

  test("without WebRTC, and the microphone is closed", async () => {
    const { softphone, media, peer, clock } = createTestSoftphone();
    peer.error = new SoftphoneError("webrtc_unavailable");
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance();
    expect(call.state.error?.code).toBe("webrtc_unavailable");
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });

  test("if the server or WhatsApp refuses it", async () => {
    const { softphone, signaling, media, clock } = createTestSoftphone();
    signaling.fail("dial", new SoftphoneError("no_permission", { message: "Not allowed." }));
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance(60_000);
    expect(call.state).toMatchObject({ endReason: "failed", error: { code: "no_permission" } });
    expect(call.state.error?.message).toBe("Not allowed.");
    expect(signaling.acts).toEqual(["dial"]);
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });

  test("during another call", async () => {
    const { softphone, call, signaling, clock } = await dial("connected");
    const second = softphone.dial({ to: "+5215500000003" });
    expect(softphone.state.current).toBe(call);
    await clock.advance();
    expect(second.state).toMatchObject({ endReason: "failed", error: { code: "call_busy" } });
    expect(call.state.phase).toBe("connected");
    expect(signaling.acts).toEqual(["dial"]);
  });

  test("but not if the id is repeated: `dial` then returns the same call", async () => {
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
    bench.signaling.fail("dial", ambiguous("service_failed"));
    const call = bench.softphone.dial({ to: "+5215500000002" });
    await bench.clock.advance();
    expect(call.state).toMatchObject({
      phase: "dialing",
      error: { code: "service_failed" },
    });
    return { ...bench, call };
  }

  test("continues when its SDP answer arrives", async () => {
    const { call, signaling, clock, connection } = await unclear();
    await clock.advance(9000);
    signaling.change(call.id, { direction: "saliente" }, answer);
    await clock.advance(60_000);
    expect(call.state.phase).toBe("dialing");
    connection().setState("connected");
    signaling.change(call.id, { answered_at });
    expect(call.state.phase).toBe("connected");
  });

  test.each([
    ["no row", false],
    ["a row without an answer", true],
  ])("ends when %s shows in 10 s, and is hung up to be sure", async (_, hasRow) => {
    const { call, signaling, clock, media } = await unclear();
    if (hasRow) signaling.change(call.id, { direction: "saliente" });
    await clock.advance(9999);
    expect(call.state.phase).toBe("dialing");
    await clock.advance(1);
    expect(call.state).toMatchObject({ phase: "ended", endReason: "failed" });
    expect(signaling.acts.slice(0, 2)).toEqual(["dial", "hangUp"]);
    expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
  });
});

describe("a failed audio connection", () => {
  test("ends the call 15 s after the pickup", async () => {
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

  test("ends the call as soon as the browser reports the failure", async () => {
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

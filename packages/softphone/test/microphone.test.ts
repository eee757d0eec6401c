import { describe, expect, test } from "vitest";
import { SoftphoneError } from "../src/errors/softphoneError.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { metaAnswer } from "../src/testing/sdpSamples.ts";
import { ring } from "./ringBench.ts";

const answered_at = "2026-11-01T00:00:00.000Z";

/** A connected call, and its warnings. */
async function talk() {
  const bench = createTestSoftphone();
  const call = bench.softphone.dial({ to: "+5215500000002" });
  const warnings: string[] = [];
  call.on("warning", ({ code }) => code !== "no_media" && warnings.push(code));
  await bench.clock.advance();
  const far = bench.connection();
  bench.signaling.change(call.id, { direction: "saliente" }, { type: "answer", sdp: metaAnswer });
  far.setState("connected");
  bench.signaling.change(call.id, { answered_at, status: "en_curso" });
  await bench.clock.advance();
  const [microphone] = bench.media.microphones;
  if (!microphone) throw new Error("no microphone");
  return { ...bench, call, warnings, far, microphone };
}

describe("a microphone that the system mutes", () => {
  test("causes a warning with a sentence for the agent, and the call continues", async () => {
    const { call, microphone, warnings, clock } = await talk();
    const told: SoftphoneError[] = [];
    call.on("warning", (error) => told.push(error));
    microphone.interrupt(true);
    await clock.advance();
    expect(warnings).toEqual(["microphone_interrupted"]);
    expect(told[0]?.message).toMatch(/microphone/);
    expect(call.state).toMatchObject({ phase: "connected", isInterrupted: true, error: null });
  });

  test("is reopened after the track's unmute event", async () => {
    const { call, microphone, media, far, clock, warnings } = await talk();
    microphone.interrupt(true);
    await clock.advance(1000);
    microphone.interrupt(false);
    await clock.advance();
    expect(media.microphones).toMatchObject([{ readyState: "ended" }, { enabled: true }]);
    expect(far.sending).toBe(media.microphones[1]);
    expect(call.state.isInterrupted).toBe(false);
    await clock.advance(60_000);
    expect(media.microphones).toHaveLength(2);
    expect(warnings).toEqual(["microphone_interrupted"]);
  });

  test("is reopened without an unmute event after 2 s, 4 s and so on", async () => {
    const { call, microphone, media, clock, warnings } = await talk();
    media.isInterrupted = true;
    microphone.interrupt(true);
    await clock.advance(1999);
    expect(media.microphones).toHaveLength(1);
    await clock.advance(1);
    expect(media.microphones).toHaveLength(2);
    await clock.advance(4000);
    expect(media.microphones).toHaveLength(3);
    expect(call.state.isInterrupted).toBe(true);
    media.isInterrupted = false;
    await clock.advance(8000);
    expect(media.microphones).toHaveLength(4);
    expect(call.state.isInterrupted).toBe(false);
    expect(warnings).toEqual(["microphone_interrupted"]);
    expect(media.microphones.filter(({ readyState }) => readyState === "live")).toHaveLength(1);
  });

  test("stays in use if it cannot be reopened, and is tried again", async () => {
    const { call, microphone, media, far, clock, warnings } = await talk();
    media.microphoneError = new SoftphoneError("microphone_busy");
    microphone.interrupt(true);
    await clock.advance(2000);
    expect(far.sending).toBe(microphone);
    expect(warnings).toEqual(["microphone_interrupted"]);
    media.microphoneError = null;
    await clock.advance(4000);
    expect(far.sending).toBe(media.microphones[1]);
    expect(call.state.isInterrupted).toBe(false);
  });

  test("is heard again if it is unmuted but cannot be reopened", async () => {
    const { call, microphone, media, far, clock, warnings } = await talk();
    microphone.interrupt(true);
    media.microphoneError = new SoftphoneError("microphone_busy");
    microphone.interrupt(false);
    await clock.advance();
    expect([far.sending, call.state.isInterrupted]).toEqual([microphone, false]);
    expect(warnings).toEqual(["microphone_interrupted", "microphone_busy"]);
  });

  test("keeps the chosen device and the agent's mute state", async () => {
    const { call, softphone, media, clock } = await talk();
    await softphone.setInputDevice("headset");
    call.mute();
    media.microphones[1]?.interrupt(true);
    media.microphones[1]?.interrupt(false);
    await clock.advance();
    expect(media.microphones[2]).toMatchObject({ label: "headset", enabled: false });
  });

  test("causes one warning each time", async () => {
    const { media, clock, warnings } = await talk();
    for (const index of [0, 1]) {
      media.microphones[index]?.interrupt(true);
      media.microphones[index]?.interrupt(false);
      await clock.advance();
    }
    expect(warnings).toEqual(["microphone_interrupted", "microphone_interrupted"]);
  });

  test("is not reopened after the end of the call", async () => {
    const { call, microphone, media, clock, warnings } = await talk();
    microphone.interrupt(true);
    await call.hangUp();
    expect(call.state.isInterrupted).toBe(false);
    microphone.interrupt(false);
    await clock.advance(60_000);
    expect(media.microphones).toHaveLength(1);
    expect(warnings).toEqual(["microphone_interrupted"]);
  });

  test("may be muted from the start, in a call that is answered during a phone call", async () => {
    const bench = await ring("ringing");
    bench.media.isInterrupted = true;
    void bench.call.answer();
    await bench.clock.advance();
    expect(bench.call.state).toMatchObject({ phase: "connecting", isInterrupted: true });
  });
});

describe("the level of the agent's voice", () => {
  test("comes from the statistics if they have it, and no meter is created", async () => {
    const { call, media, clock } = await talk();
    await clock.advance(250);
    expect(call.quality?.inputLevel).toBe(0.25);
    expect(media.meters).toEqual([]);
  });

  test("is measured at the track if the statistics do not have it (Firefox)", async () => {
    const { call, media, far, clock, microphone } = await talk();
    far.statistics.inputLevel = null;
    media.level = 0.5;
    await clock.advance(1000);
    expect(call.quality?.inputLevel).toBe(0.5);
    expect(media.meters).toEqual([{ track: microphone, isClosed: false }]);
    call.mute();
    await clock.advance(250);
    expect(call.quality?.inputLevel).toBe(0);
    call.mute(false);
    await call.setInputDevice("headset");
    await clock.advance(250);
    expect(media.meters).toMatchObject([
      { isClosed: true },
      { track: { label: "headset" }, isClosed: false },
    ]);
    await call.hangUp();
    expect(media.meters).toMatchObject([{ isClosed: true }, { isClosed: true }]);
  });

  test("is 0 before the pickup, because nobody hears the agent", async () => {
    const { softphone, media, clock, connection } = createTestSoftphone();
    const call = softphone.dial({ to: "+5215500000002" });
    await clock.advance();
    connection().statistics.inputLevel = null;
    media.level = 0.5;
    await clock.advance(1000);
    expect([call.quality?.inputLevel, media.meters]).toEqual([0, []]);
  });

  test("is 0 if neither the statistics nor the media have it", async () => {
    const { call, media, far, clock } = await talk();
    far.statistics.inputLevel = null;
    Reflect.deleteProperty(media, "createMeter");
    await clock.advance(250);
    expect(call.quality?.inputLevel).toBe(0);
  });
});

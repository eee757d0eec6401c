import { describe, expect, test } from "vitest";
import { SoftphoneError } from "../src/errors/softphoneError.ts";
import { createTestSoftphone } from "../src/testing/createTestSoftphone.ts";
import { metaAnswer } from "../src/testing/sdpSamples.ts";

const answered_at = "2026-11-01T00:00:00.000Z";

/** A connected call, and its warnings. */
async function talk({ sdp = "v=0\r\n" } = {}) {
  const bench = createTestSoftphone();
  const call = bench.softphone.dial({ to: "+5215500000002" });
  await bench.clock.advance();
  const connection = bench.connection();
  bench.signaling.change(call.id, { direction: "saliente" }, { type: "answer", sdp });
  connection.setState("connected");
  bench.signaling.change(call.id, { answered_at, status: "en_curso" });
  await bench.clock.advance();
  expect(call.state.phase).toBe("connected");
  const warnings: string[] = [];
  call.on("warning", ({ code }) => warnings.push(code));
  /** Lets the far end speak for this time. */
  async function hear(milliseconds: number) {
    for (let past = 0; past < milliseconds; past += 250) {
      connection.hear(12);
      await bench.clock.advance(250);
    }
  }
  return { ...bench, call, warnings, hear, far: connection };
}

describe("no packet for 5 s", () => {
  test("causes one warning, 5 s after the pickup", async () => {
    const { call, clock, warnings } = await talk();
    await clock.advance(4750);
    expect([warnings, call.state.isSilent]).toEqual([[], false]);
    await clock.advance(250);
    expect([warnings, call.state.isSilent]).toEqual([["no_media"], true]);
    await clock.advance(20_000);
    expect(warnings).toEqual(["no_media"]);
    expect(call.state).toMatchObject({ phase: "connected", error: null });
  });

  test("ends with the next packet; then the time starts again", async () => {
    const { call, clock, warnings, hear } = await talk();
    await clock.advance(6000);
    await hear(1000);
    expect(call.state.isSilent).toBe(false);
    await clock.advance(5000);
    expect(warnings).toEqual(["no_media", "no_media"]);
  });

  test("is not caused by packets without sound: the contact may be listening", async () => {
    const { call, clock, far, warnings } = await talk();
    for (let i = 0; i < 40; i++) {
      far.hear(12, { isSilent: true });
      await clock.advance(250);
    }
    expect([warnings, call.state.isSilent]).toEqual([[], false]);
  });
});

describe("a lost connection", () => {
  test("may come back within 15 s", async () => {
    const { call, clock, far, signaling } = await talk();
    far.setState("disconnected");
    expect(call.state).toMatchObject({ phase: "reconnecting", hasMedia: false });
    await clock.advance(14_999);
    far.setState("connected");
    expect(call.state).toMatchObject({ phase: "connected", hasMedia: true });
    await clock.advance(60_000);
    expect(call.state.phase).toBe("connected");
    expect(signaling.acts).toEqual(["dial"]);
  });

  test.each(["disconnected", "failed"] as const)(
    "that does not come back (%s) ends the call after 15 s, here and at WhatsApp",
    async (state) => {
      const { call, clock, far, signaling, media } = await talk();
      far.setState("disconnected");
      far.setState(state);
      await clock.advance(14_999);
      expect(call.state.phase).toBe("reconnecting");
      await clock.advance(1);
      expect(call.state).toMatchObject({
        phase: "ended",
        endReason: "connection_lost",
        error: { code: "connection_lost" },
      });
      expect(signaling.acts).toEqual(["dial", "hangUp"]);
      expect(media.microphones).toMatchObject([{ readyState: "ended" }]);
    },
  );

  test("has 15 s each time it is lost", async () => {
    const { call, clock, far } = await talk();
    for (let i = 0; i < 3; i++) {
      far.setState("disconnected");
      await clock.advance(10_000);
      far.setState("connected");
    }
    expect(call.state.phase).toBe("connected");
  });

  test("is not reported as silence", async () => {
    const { call, clock, far, warnings } = await talk();
    far.setState("disconnected");
    await clock.advance(10_000);
    expect([warnings, call.state.isSilent]).toEqual([[], false]);
  });
});

test("quality and levels are measured", async () => {
  const { call, far, hear, clock } = await talk();
  await hear(1000);
  expect(call.quality).toMatchObject({
    packetsReceived: 48,
    lossPercent: 0,
    roundTripMs: 80,
    jitterMs: 4,
    outputLevel: 0.5,
    lastHeardAt: clock.now(),
  });
  const told: unknown[] = [];
  call.on("quality", (quality) => told.push(quality));
  far.hear(9, { lost: 3 });
  await clock.advance(250);
  expect(call.quality?.lossPercent).toBe(25);
  await clock.advance(250);
  expect(call.quality?.lossPercent).toBeNull();
  expect(told).toHaveLength(2);
  await call.hangUp();
  await clock.advance(1000);
  expect(told).toHaveLength(2);
});

describe("keypad tones", () => {
  test("are sent through the RTP sender", async () => {
    const { call, far } = await talk();
    call.sendDtmf("12#");
    expect(far.tones).toBe("12#");
  });

  test("are sent after the tones that are still queued", async () => {
    const { call, far } = await talk();
    call.sendDtmf("12");
    far.tones = "2";
    call.sendDtmf("3");
    expect(far.tones).toBe("23");
  });

  test("need a DTMF codec", async () => {
    const { call, far } = await talk();
    far.canInsertDTMF = false;
    expect(() => call.sendDtmf("1")).toThrow(expect.objectContaining({ code: "dtmf_unavailable" }));
  });

  test("are sent by a browser without canInsertDTMF (Firefox) if WhatsApp supports them", async () => {
    const { call, far } = await talk({ sdp: metaAnswer });
    far.canInsertDTMF = undefined;
    call.sendDtmf("12#");
    expect(far.tones).toBe("12#");
  });

  test("are not sent by a browser without canInsertDTMF if WhatsApp does not support them", async () => {
    const { call, far } = await talk({ sdp: metaAnswer.replace(/a=rtpmap:126.*\r\n/, "") });
    far.canInsertDTMF = undefined;
    expect(() => call.sendDtmf("1")).toThrow(expect.objectContaining({ code: "dtmf_unavailable" }));
    expect(far.tones).toBe("");
  });

  test("need a connected call", async () => {
    const { call, far } = await talk();
    far.setState("disconnected");
    expect(() => call.sendDtmf("1")).toThrow(expect.objectContaining({ code: "invalid_state" }));
    await call.hangUp();
    expect(() => call.sendDtmf("1")).toThrow(expect.objectContaining({ code: "invalid_state" }));
    expect(far.tones).toBe("");
  });
});

test("muting silences the microphone and keeps it open", async () => {
  const { call, media, far } = await talk();
  call.mute();
  expect(call.state.isMuted).toBe(true);
  expect(media.microphones).toMatchObject([{ enabled: false, readyState: "live" }]);
  expect(far.sending).toBe(media.microphones[0]);
  call.mute(false);
  expect(call.state.isMuted).toBe(false);
  expect(media.microphones).toMatchObject([{ enabled: true }]);
});

describe("devices", () => {
  test("another microphone replaces the current one and keeps its mute state", async () => {
    const { call, media, far } = await talk();
    call.mute();
    await call.setInputDevice("headset");
    expect(media.microphones).toMatchObject([
      { label: "default", readyState: "ended" },
      { label: "headset", readyState: "live", enabled: false },
    ]);
    expect(far.sending).toBe(media.microphones[1]);
    call.mute(false);
    expect(media.microphones[1]?.enabled).toBe(true);
  });

  test("the current microphone stays if another one cannot be opened", async () => {
    const { call, media, far } = await talk();
    media.microphoneError = new SoftphoneError("microphone_busy");
    await expect(call.setInputDevice("headset")).rejects.toMatchObject({ code: "microphone_busy" });
    expect(far.sending).toBe(media.microphones[0]);
    expect(media.microphones).toMatchObject([{ readyState: "live" }]);
  });

  test("the chosen devices are kept for later calls", async () => {
    const { call, softphone, media, clock } = await talk();
    await softphone.setInputDevice("headset");
    await softphone.setOutputDevice("loudspeaker");
    expect(media.speakers[0]?.deviceId).toBe("loudspeaker");
    await call.hangUp();
    softphone.dial({ to: "+5215500000003" });
    await clock.advance();
    expect(media.microphones.at(-1)?.label).toBe("headset");
    expect(media.speakers.at(-1)?.deviceId).toBe("loudspeaker");
  });

  test("the default device replaces a chosen device that no longer exists", async () => {
    const { softphone, media, clock } = createTestSoftphone();
    await softphone.setInputDevice("headset");
    const open = media.openMicrophone;
    media.openMicrophone = async (id) => {
      if (id === "headset") throw new SoftphoneError("microphone_missing");
      return open(id);
    };
    const call = softphone.dial({ to: "+5215500000003" });
    await clock.advance();
    expect(call.state.phase).toBe("dialing");
    expect(media.microphones).toMatchObject([{ label: "default" }]);
  });

  test("the default microphone replaces an unplugged one", async () => {
    const { media, clock, far, warnings } = await talk();
    media.microphones[0]?.dispatchEvent(new Event("ended"));
    await clock.advance();
    expect(far.sending).toBe(media.microphones[1]);
    media.microphoneError = new SoftphoneError("microphone_missing");
    media.microphones[1]?.dispatchEvent(new Event("ended"));
    await clock.advance();
    expect(warnings).toEqual(["microphone_missing"]);
  });

  test("blocked sound causes a warning, and the call continues", async () => {
    const { softphone, signaling, media, clock } = createTestSoftphone();
    media.speakerError = new SoftphoneError("audio_blocked");
    const call = softphone.dial({ to: "+5215500000002" });
    const warnings: string[] = [];
    call.on("warning", ({ code }) => warnings.push(code));
    await clock.advance();
    signaling.change(call.id, {}, { type: "answer", sdp: "v=0\r\n" });
    await clock.advance();
    expect(warnings).toEqual(["audio_blocked"]);
    expect(call.state.phase).toBe("dialing");
  });

  test("are listed, and changes are reported", async () => {
    const { softphone, media } = createTestSoftphone();
    let changes = 0;
    const stop = softphone.onDevicesChange(() => changes++);
    const devices = [{ id: "a", name: "A", kind: "output" }] as const;
    media.changeDevices([...devices]);
    expect(await softphone.listDevices()).toEqual(devices);
    stop();
    media.changeDevices([]);
    expect(changes).toBe(1);
  });
});

test("a listener that throws does not affect the call", async () => {
  const { call, clock } = await talk();
  const reported: unknown[] = [];
  Object.assign(globalThis, { reportError: (error: unknown) => reported.push(error) });
  try {
    const failure = new Error("the page's own");
    call.on("state", () => {
      throw failure;
    });
    const told: string[] = [];
    call.on("state", ({ phase }) => told.push(phase));
    await call.hangUp();
    await clock.advance();
    expect(told).toEqual(["ended"]);
    expect(reported).toEqual([failure]);
  } finally {
    Reflect.deleteProperty(globalThis, "reportError");
  }
});

test("a listener can be removed", async () => {
  const { call } = await talk();
  const told: unknown[] = [];
  call.on("state", (state) => told.push(state))();
  call.mute();
  expect(told).toEqual([]);
});

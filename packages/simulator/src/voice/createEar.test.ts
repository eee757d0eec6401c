import { describe, expect, it, onTestFinished } from "vitest";
import { createTone } from "../testKit/createBusinessPeer.ts";
import { createEar } from "./createEar.ts";
import { createVoiceClip, synthesizeClip } from "./createVoiceClip.ts";
import { findDominantFrequency } from "./findDominantFrequency.ts";
import { frameMs, sampleRate, silentFrame } from "./opusFrame.ts";

const types = { opus: 111, dtmf: 126 };

async function listen(start = 0) {
  let now = 1_000_000;
  let sequenceNumber = start;
  const ear = await createEar(() => now);
  onTestFinished(ear.free);
  return {
    ear,
    wait: (ms: number) => {
      now += ms;
    },
    lose: (count: number) => {
      sequenceNumber += count;
    },
    hear(packets: readonly Uint8Array[], payloadType = 111) {
      for (const payload of packets) {
        now += frameMs;
        sequenceNumber = (sequenceNumber + 1) % 2 ** 16;
        ear.hear({ payloadType, sequenceNumber, timestamp: now, marker: false, payload }, types);
      }
    },
  };
}

describe("the ear", () => {
  it.each([
    [0.5, -9],
    [0.05, -29],
  ])("measures a sine of amplitude %d at %d dBFS", async (amplitude, dbfs) => {
    const { ear, hear } = await listen();
    hear(await createTone(1_000, amplitude));
    expect(Math.abs((ear.report().lastSecondDbfs ?? 0) - dbfs)).toBeLessThan(1);
    expect(ear.report()).toMatchObject({ isAudible: true, packetsReceived: 50, packetsLost: 0 });
  });

  it("forgets the level after a second, but keeps the loudest level", async () => {
    const { ear, hear, wait } = await listen();
    expect(ear.report()).toMatchObject({ lastSecondDbfs: null, loudestDbfs: null });
    hear(await createTone(500));
    hear(Array(60).fill(silentFrame));
    expect(ear.report()).toMatchObject({
      isAudible: false,
      lastSecondDbfs: -100,
      dominantHz: null,
    });
    expect(ear.report().loudestDbfs).toBeGreaterThan(-20);
    expect(Math.abs(ear.report().audibleMs - 1_000)).toBeLessThanOrEqual(60);
    wait(1_000);
    expect(ear.report().lastSecondDbfs).toBeNull();
  });

  it("counts lost packets, also when the sequence number wraps around", async () => {
    const { ear, hear, lose } = await listen(65_530);
    hear(Array(10).fill(silentFrame));
    expect(ear.report().packetsLost).toBe(0);
    lose(3);
    hear(Array(10).fill(silentFrame));
    expect(ear.report()).toMatchObject({ packetsReceived: 20, packetsLost: 3 });
  });

  it("counts packets that are not Opus, and continues", async () => {
    const { ear, hear } = await listen();
    hear([Uint8Array.of(0xff, 0xff, 0xff)], 111);
    hear([Uint8Array.of(1, 2, 3)], 8);
    expect(ear.report()).toMatchObject({ packetsReceived: 2, loudestDbfs: null });
    ear.free();
    ear.free();
    hear([silentFrame]);
    expect(ear.report().packetsReceived).toBe(2);
  });

  it("hears the clip as audible nearly all the time, and without overload", async () => {
    const packets = await createVoiceClip();
    const pcm = synthesizeClip();
    expect(packets).toHaveLength(pcm.length / (sampleRate / 50));
    const { ear, hear } = await listen();
    hear(packets);
    const { audibleMs, loudestDbfs } = ear.report();
    expect(audibleMs / (packets.length * frameMs)).toBeGreaterThan(0.8);
    expect(loudestDbfs).toBeGreaterThan(-20);
    expect(Math.max(...pcm.map(Math.abs))).toBeLessThan(0.6);
  });
});

describe("the dominant frequency", () => {
  it.each([97, 440, 1_004.3, 3_999])("of a sine of %d Hz is found", (hz) => {
    const samples = Float32Array.from(
      { length: 2_048 },
      (_, i) => Math.sin((2 * Math.PI * hz * i) / sampleRate) + 0.2 * Math.sin(i),
    );
    expect(Math.abs(findDominantFrequency(samples, sampleRate) - hz)).toBeLessThan(2);
  });
});

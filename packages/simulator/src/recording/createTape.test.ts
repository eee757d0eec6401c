import { describe, expect, it } from "vitest";
import { createTape, longestRecordingMs } from "./createTape.ts";

/** 20 ms of wideband SILK. */
const packet = (mark: number) => Uint8Array.of(0x48, mark);
const marksOf = (track: readonly (Uint8Array | undefined)[]) =>
  Array.from(track, (payload) => payload?.[1] ?? null);

describe("the tape of a call", () => {
  it("positions the business's packets by their timestamps, even if a packet is late", () => {
    const tape = createTape();
    for (const [mark, timestamp, ms] of [
      [1, 48_000, 45],
      [2, 48_960, 250],
      [4, 50_880, 251],
      [3, 49_920, 252],
    ] as const)
      tape.hear({ timestamp, payload: packet(mark) }, ms);
    expect(marksOf(tape.read().business)).toEqual([null, null, 1, 2, 3, 4]);
  });

  it("starts to count again when the timestamps restart", () => {
    const tape = createTape();
    tape.hear({ timestamp: 2 ** 32 - 960, payload: packet(1) }, 0);
    tape.hear({ timestamp: 0, payload: packet(2) }, 20);
    tape.hear({ timestamp: 960, payload: packet(3) }, 39);
    expect(marksOf(tape.read().business)).toEqual([1, 2, 3]);
  });

  it("keeps one minute", () => {
    const tape = createTape();
    const last = longestRecordingMs / 20 - 1;
    for (const frame of [last, last + 1]) {
      tape.say(packet(1), frame);
      tape.hear({ timestamp: frame * 960, payload: packet(2) }, frame * 20);
    }
    const { business, contact } = tape.read();
    expect([business.length, contact.length]).toEqual([last + 1, last + 1]);
  });

  it.each([
    ["nothing", []],
    ["two frames", [0x49, 1, 1]],
    ["10 ms", [0x40, 1]],
    ["60 ms", [0x58, 1]],
    ["2.5 ms", [0xe0, 1]],
    ["10 ms, hybrid", [0x60, 1]],
    ["more than a frame can hold", [0x48, ...Array<number>(1_276).fill(1)]],
  ])("omits what is not a frame of 20 ms: %s", (_, bytes) => {
    const tape = createTape();
    tape.hear({ timestamp: 0, payload: Uint8Array.from(bytes) }, 0);
    expect(tape.read().business).toEqual([]);
  });

  it.each([0x08, 0x48, 0x68, 0x78, 0xf8])("keeps 20 ms of configuration %d", (first) => {
    const tape = createTape();
    tape.hear({ timestamp: 0, payload: Uint8Array.of(first, 1) }, 0);
    expect(tape.read().business).toHaveLength(1);
  });
});

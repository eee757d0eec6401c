import { describe, expect, it } from "vitest";
import { createDtmfCollector } from "./createDtmfCollector.ts";

const codes = "0123456789*#ABCD";

function collect(packets: readonly [key: string, timestamp: number, marker?: boolean][]): string {
  const collector = createDtmfCollector();
  for (const [key, timestamp, marker = false] of packets) {
    const payload = Uint8Array.of(codes.indexOf(key), 0x8a, 0, 160);
    collector.push({ timestamp: timestamp >>> 0, marker, payload });
  }
  return collector.digits();
}

describe("DTMF", () => {
  it("collects every key once, even if its packets are repeated", () => {
    expect(
      collect([
        ["1", 100, true],
        ["1", 100],
        ["1", 100],
        ["#", 900, true],
        ["#", 900],
      ]),
    ).toBe("1#");
  });

  it("collects a key twice if it is pressed twice", () => {
    expect(
      collect([
        ["5", 100, true],
        ["5", 100],
        ["5", 1_700, true],
      ]),
    ).toBe("55");
  });

  it("collects a key whose first packet is lost, and ignores a late packet", () => {
    expect(
      collect([
        ["1", 100, true],
        ["2", 900],
        ["1", 100],
        ["2", 900],
      ]),
    ).toBe("12");
  });

  it("collects a key once if it is held for several segments", () => {
    const segment = 0xffff;
    expect(
      collect([
        ["7", 100, true],
        ["7", 100 + segment],
        ["7", 100 + 2 * segment],
        ["8", 300_000, true],
      ]),
    ).toBe("78");
  });

  it("continues when the timestamp wraps around", () => {
    expect(
      collect([
        ["1", 2 ** 32 - 400, true],
        ["2", 400, true],
      ]),
    ).toBe("12");
  });

  it("ignores packets that are not a key or are too short", () => {
    const collector = createDtmfCollector();
    collector.push({ timestamp: 1, marker: true, payload: Uint8Array.of(16, 0, 0, 0) });
    collector.push({ timestamp: 2, marker: true, payload: Uint8Array.of(1) });
    collector.push({ timestamp: 3, marker: true, payload: Uint8Array.of() });
    expect(collector.digits()).toBe("");
  });
});

import { describe, expect, it } from "vitest";
import { lengthOfOgg, readOggPages } from "../testKit/readOggPages.ts";
import { silentFrame } from "../voice/opusFrame.ts";
import { oggChecksum, type Track, writeOggOpus } from "./writeOggOpus.ts";

const silence: Track = () => undefined;
/** A packet of this many bytes that begins like the packet of silence. */
const packetOf = (length: number) => Uint8Array.of(0xf8, ...Array<number>(length - 1).fill(7));

describe("an Ogg Opus file", () => {
  it("has a header, tags, and one page per second", () => {
    const pages = readOggPages(writeOggOpus([silence], 2_500));
    expect(pages.map(({ capture }) => capture)).toEqual(Array(5).fill("OggS"));
    expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 0, 0, 4]);
    expect(pages.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4]);
    expect(pages[0]?.packets[0]?.toString("latin1", 0, 8)).toBe("OpusHead");
    expect(pages[1]?.packets[0]?.toString("latin1", 0, 8)).toBe("OpusTags");
    expect(pages[2]).toMatchObject({ segments: 50, granule: 48_000 });
    expect(pages[2]?.packets[0]).toEqual(Buffer.from(silentFrame));
  });

  it.each([20, 1_000, 12_345, 60_000])("plays exactly %d ms", (ms) => {
    const file = writeOggOpus([silence], ms);
    expect(lengthOfOgg(file)).toBe(ms);
    const packets = readOggPages(file)
      .slice(2)
      .flatMap((page) => page.packets);
    expect(packets.length * 20 - ms).toBeGreaterThan(6);
    expect(packets.length * 20 - ms).toBeLessThan(27);
  });

  it("of 0 ms plays one frame", () => {
    expect(lengthOfOgg(writeOggOpus([silence], 0))).toBe(20);
  });

  it("contains Ogg's CRC-32 of each page", () => {
    expect(readOggPages(writeOggOpus([silence], 3_000)).every(({ isIntact }) => isIntact)).toBe(
      true,
    );
    // The published check value of CRC-32 with this polynomial, not reflected, from 0.
    expect(oggChecksum(Buffer.from("123456789"))).toBe(0x89a1897f);
  });

  it.each([254, 255, 256, 510, 1_276])("keeps packets of %d bytes whole", (length) => {
    const pages = readOggPages(writeOggOpus([() => packetOf(length)], 3_000));
    for (const { packets, segments, isWhole, isIntact } of pages.slice(2)) {
      expect(packets.map((packet) => packet.length)).toEqual(packets.map(() => length));
      expect({ isWhole, isIntact }).toEqual({ isWhole: true, isIntact: true });
      expect(segments).toBe(packets.length * (Math.floor(length / 255) + 1));
    }
    expect(pages.flatMap(({ packets }) => packets)).toHaveLength(2 + 151);
  });

  it("has two mono streams. The first one contains its length", () => {
    const right = packetOf(5);
    for (const [length, bytes] of [
      [4, [3]],
      [252, [251]],
      [253, [252, 0]],
      [256, [255, 0]],
      [1_276, [255, 255]],
    ] as const) {
      const [head, , first] = readOggPages(
        writeOggOpus([() => packetOf(length), () => right], 1_000),
      );
      expect([...(head?.packets[0] ?? [])].slice(18)).toEqual([1, 2, 0, 0, 1]);
      const packet = [...(first?.packets[0] ?? [])];
      expect(packet.slice(0, 1 + bytes.length)).toEqual([0xf8, ...bytes]);
      expect(packet.slice(length + bytes.length)).toEqual([...right]);
    }
  });
});

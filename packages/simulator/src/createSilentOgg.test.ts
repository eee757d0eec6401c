import { describe, expect, it } from "vitest";
import { createSilentOgg, oggChecksum } from "./createSilentOgg.ts";

/** Pages as RFC 3533 lays them out. */
function readPages(file: Uint8Array) {
  const bytes = Buffer.from(file);
  const pages = [];
  for (let at = 0; at < bytes.length; ) {
    const segments = bytes.readUInt8(at + 26);
    const lacing = [...bytes.subarray(at + 27, at + 27 + segments)];
    const start = at + 27 + segments;
    const end = start + lacing.reduce((sum, length) => sum + length, 0);
    pages.push({
      capture: bytes.toString("latin1", at, at + 4),
      flags: bytes.readUInt8(at + 5),
      granule: Number(bytes.readBigUInt64LE(at + 6)),
      sequence: bytes.readUInt32LE(at + 18),
      checksum: bytes.readUInt32LE(at + 22),
      packets: segments,
      content: bytes.subarray(start, end),
    });
    at = end;
  }
  return pages;
}

describe("createSilentOgg", () => {
  it("writes Opus in Ogg: header, tags, and 50 frames a second", () => {
    const pages = readPages(createSilentOgg(1));
    expect(pages.map(({ capture }) => capture)).toEqual(["OggS", "OggS", "OggS"]);
    expect(pages.map(({ flags }) => flags)).toEqual([2, 0, 4]);
    expect(pages.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    expect(pages[0]?.content.toString("latin1", 0, 8)).toBe("OpusHead");
    expect(pages[1]?.content.toString("latin1", 0, 8)).toBe("OpusTags");
    expect(pages[2]).toMatchObject({ packets: 50, granule: 48_000 });
  });

  it("carries Ogg's CRC-32 of each page", () => {
    const file = Buffer.from(createSilentOgg(1));
    const head = file.subarray(0, 27 + 1 + 19);
    const written = head.readUInt32LE(22);
    head.writeUInt32LE(0, 22);
    expect(oggChecksum(head)).toBe(written);
    // The published check value of CRC-32 with this polynomial, not reflected, from 0.
    expect(oggChecksum(Buffer.from("123456789"))).toBe(0x89a1897f);
  });
});

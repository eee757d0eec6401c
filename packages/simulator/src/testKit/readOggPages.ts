import { oggChecksum } from "../recording/writeOggOpus.ts";

/** Reads the pages of an Ogg file (RFC 3533), and the packets of each page. */
export function readOggPages(file: Uint8Array) {
  const bytes = Buffer.from(file);
  const pages = [];
  for (let at = 0; at < bytes.length; ) {
    const segments = bytes.readUInt8(at + 26);
    const start = at + 27 + segments;
    const packets: Buffer[] = [];
    let from = start;
    let end = start;
    for (const length of bytes.subarray(at + 27, start)) {
      end += length;
      if (length === 255) continue;
      packets.push(bytes.subarray(from, end));
      from = end;
    }
    const zeroed = Buffer.from(bytes.subarray(at, end));
    zeroed.writeUInt32LE(0, 22);
    pages.push({
      capture: bytes.toString("latin1", at, at + 4),
      flags: bytes.readUInt8(at + 5),
      granule: Number(bytes.readBigUInt64LE(at + 6)),
      sequence: bytes.readUInt32LE(at + 18),
      isIntact: bytes.readUInt32LE(at + 22) === oggChecksum(zeroed),
      segments,
      packets,
      isWhole: from === end,
    });
    at = end;
  }
  return pages;
}

/** Returns how long an Ogg Opus file plays, in milliseconds. */
export function lengthOfOgg(file: Uint8Array): number {
  const pages = readOggPages(file);
  const preSkip = pages[0]?.packets[0]?.readUInt16LE(10) ?? 0;
  return ((pages.at(-1)?.granule ?? 0) - preSkip) / 48;
}

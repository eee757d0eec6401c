import { silentFrame } from "./voice/opusFrame.ts";

const samplesPerFrame = 960;
const framesPerSecond = 50;
const serial = 0x534b;

/**
 * An Ogg Opus file (RFC 7845) of silence, which players play.
 *
 * @param seconds whole, at most 5: the frames fit one page.
 */
export function createSilentOgg(seconds: number): Uint8Array<ArrayBuffer> {
  const frames = Array.from({ length: seconds * framesPerSecond }, () => silentFrame);
  const pages = [
    page([opusHead()], { sequence: 0, granule: 0, flags: 2 }),
    page([opusTags()], { sequence: 1, granule: 0, flags: 0 }),
    page(frames, { sequence: 2, granule: frames.length * samplesPerFrame, flags: 4 }),
  ];
  return new Uint8Array(Buffer.concat(pages));
}

function opusHead(): Uint8Array {
  const head = Buffer.alloc(19);
  head.write("OpusHead");
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt32LE(48_000, 12);
  return head;
}

function opusTags(): Uint8Array {
  const vendor = "skale-calls-simulator";
  const tags = Buffer.alloc(16 + vendor.length);
  tags.write("OpusTags");
  tags.writeUInt32LE(vendor.length, 8);
  tags.write(vendor, 12);
  return tags;
}

function page(
  packets: readonly Uint8Array[],
  { sequence, granule, flags }: { sequence: number; granule: number; flags: number },
): Uint8Array {
  const header = Buffer.alloc(27 + packets.length);
  header.write("OggS");
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(packets.length, 26);
  header.set(
    packets.map((packet) => packet.length),
    27,
  );
  const bytes = Buffer.concat([header, ...packets]);
  bytes.writeUInt32LE(oggChecksum(bytes), 22);
  return bytes;
}

/** CRC-32 with Ogg's polynomial, not reflected (RFC 3533). */
export function oggChecksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++)
      crc = (crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1) | 0;
  }
  return crc >>> 0;
}

import { frameMs, rtpTicksPerFrame, silentFrame } from "../voice/opusFrame.ts";

/** Returns the Opus packet with this number: mono, one frame of 20 ms. Undefined: silence. */
export type Track = (frame: number) => Uint8Array | undefined;

/** The encoder's lookahead, which players skip: 6.5 ms at 48 kHz. */
const preSkip = 312;
const ticksPerMs = rtpTicksPerFrame / frameMs;
/** A page contains one second, as RFC 7845 advises, or less if its packets are too long. */
const packetsPerPage = 1000 / frameMs;
const segmentsPerPage = 255;
const serial = 0x534b;
const flags = { first: 2, last: 4, other: 0 };

/**
 * Writes an Ogg Opus file (RFC 7845) from existing packets, without encoding.
 *
 * @param tracks one track, or two: the left and the right channel.
 * @param ms the length. The file is at least one frame long.
 */
export function writeOggOpus(
  tracks: readonly [Track] | readonly [left: Track, right: Track],
  ms: number,
): Uint8Array<ArrayBuffer> {
  const ticks = preSkip + Math.max(frameMs, Math.round(ms)) * ticksPerMs;
  const packets = Array.from({ length: Math.ceil(ticks / rtpTicksPerFrame) }, (_, frame) =>
    joinStreams(tracks.map((track) => track(frame) ?? silentFrame)),
  );
  const groups = groupByPage(packets);
  let played = 0;
  const pages = groups.map((group, index) => {
    played += group.length * rtpTicksPerFrame;
    const isLast = index === groups.length - 1;
    return writePage(group, {
      sequence: index + 2,
      granule: isLast ? ticks : played,
      flag: isLast ? flags.last : flags.other,
    });
  });
  const head = writePage([opusHead(tracks.length)], { sequence: 0, granule: 0, flag: flags.first });
  const tags = writePage([opusTags()], { sequence: 1, granule: 0, flag: flags.other });
  return new Uint8Array(Buffer.concat([head, tags, ...pages]));
}

/** Uses channel mapping family 1, with a mono stream for each channel, so that both sides are in one file, unmixed. */
function opusHead(channels: number): Uint8Array {
  const head = Buffer.alloc(channels === 1 ? 19 : 21 + channels);
  head.write("OpusHead");
  head.writeUInt8(1, 8);
  head.writeUInt8(channels, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  if (channels > 1) head.set([1, channels, 0, ...Array(channels).keys()], 18);
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

/** Joins the packets of all streams. All but the last get a length field (RFC 6716, appendix B). */
function joinStreams(streams: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    streams.map((packet, index) => (index < streams.length - 1 ? delimit(packet) : packet)),
  );
}

/** Inserts the length field after the first byte, as for a packet of one frame. */
function delimit(packet: Uint8Array): Uint8Array {
  const length = packet.length - 1;
  const low = 252 + (length % 4);
  const bytes = length < 252 ? [length] : [low, (length - low) / 4];
  return Buffer.concat([packet.subarray(0, 1), Uint8Array.from(bytes), packet.subarray(1)]);
}

/** A packet needs a segment for every 255 bytes, and one more for the rest, even if the rest is empty. */
const segmentsOf = (packet: Uint8Array) => Math.floor(packet.length / 255) + 1;

function groupByPage(packets: readonly Uint8Array[]): Uint8Array[][] {
  const groups: Uint8Array[][] = [];
  let segments = Number.POSITIVE_INFINITY;
  for (const packet of packets) {
    const group = groups.at(-1);
    segments += segmentsOf(packet);
    if (group && segments <= segmentsPerPage && group.length < packetsPerPage) group.push(packet);
    else {
      groups.push([packet]);
      segments = segmentsOf(packet);
    }
  }
  return groups;
}

function writePage(
  packets: readonly Uint8Array[],
  { sequence, granule, flag }: { sequence: number; granule: number; flag: number },
): Uint8Array {
  const segments = packets.flatMap((packet) => [
    ...Array<number>(segmentsOf(packet) - 1).fill(255),
    packet.length % 255,
  ]);
  const header = Buffer.alloc(27 + segments.length);
  header.write("OggS");
  header.writeUInt8(flag, 5);
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(segments.length, 26);
  header.set(segments, 27);
  const bytes = Buffer.concat([header, ...packets]);
  bytes.writeUInt32LE(oggChecksum(bytes), 22);
  return bytes;
}

const checksums = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

/** Computes the CRC-32 with Ogg's polynomial, not reflected (RFC 3533). */
export function oggChecksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ (checksums[(crc >>> 24) ^ byte] ?? 0);
  return crc >>> 0;
}

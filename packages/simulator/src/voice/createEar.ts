import { createDecoder } from "libopus-wasm";
import type { PayloadTypes } from "../media/writeSdp.ts";
import { createDtmfCollector } from "./createDtmfCollector.ts";
import { findDominantFrequency } from "./findDominantFrequency.ts";
import { frameMs, sampleRate } from "./opusFrame.ts";

/** Sound above this level is audible. It is well above the noise of a room and well below speech. */
const audibleDbfs = -50;
const silenceDbfs = -100;
/** How many samples are kept to find the frequency: about one second. */
const keptSamples = 16_384;
const windowMs = 1_000;

export interface HeardPacket {
  payloadType: number;
  sequenceNumber: number;
  timestamp: number;
  marker: boolean;
  payload: Uint8Array;
}

/** Creates an ear, which measures the packets of a call: their number, level, strongest frequency and keys. */
export async function createEar(now: () => number) {
  const decoder = await createDecoder({ sampleRate, channels: 1 });
  const dtmf = createDtmfCollector();
  const kept = new Float32Array(keptSamples);
  let recent: { at: number; power: number }[] = [];
  let received = 0;
  let first: { at: number; sequence: number } | undefined;
  let lastAt: number | null = null;
  let highest = 0;
  let loudest: number | null = null;
  let audibleMs = 0;
  let isFree = false;

  function hearSequence(sequenceNumber: number, at: number) {
    first ??= { at, sequence: sequenceNumber };
    if (received === 0) highest = sequenceNumber;
    // The sequence number has 16 bits and wraps around. The step is the shorter distance, forwards or backwards.
    const step = ((sequenceNumber - highest) << 16) >> 16;
    if (step > 0) highest += step;
    received += 1;
    lastAt = at;
  }

  function hearAudio(payload: Uint8Array, at: number) {
    let samples: Float32Array;
    try {
      samples = decoder.decodeFloat(payload);
    } catch {
      // A packet that is not Opus is counted, but has no sound.
      return;
    }
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    const power = sum / samples.length;
    const level = dbfsOf(power);
    loudest = Math.max(loudest ?? silenceDbfs, level);
    if (level > audibleDbfs) audibleMs += (samples.length / sampleRate) * 1000;
    recent.push({ at, power });
    if (recent.length > (2 * windowMs) / frameMs) recent = recent.filter(isRecent(at));
    kept.copyWithin(0, Math.min(samples.length, keptSamples));
    kept.set(samples.subarray(-keptSamples), Math.max(0, keptSamples - samples.length));
  }

  return {
    hear(packet: HeardPacket, types: PayloadTypes): void {
      if (isFree) return;
      const at = now();
      hearSequence(packet.sequenceNumber, at);
      if (packet.payloadType === types.dtmf) dtmf.push(packet);
      else if (packet.payloadType === types.opus) hearAudio(packet.payload, at);
    },
    count: () => received,
    report() {
      const heard = recent.filter(isRecent(now()));
      const level =
        heard.length === 0
          ? null
          : dbfsOf(heard.reduce((sum, { power }) => sum + power, 0) / heard.length);
      const isAudible = level !== null && level > audibleDbfs;
      return {
        packetsReceived: received,
        packetsLost: first ? Math.max(0, highest - first.sequence + 1 - received) : 0,
        firstPacketAt: first?.at ?? null,
        lastPacketAt: lastAt,
        isAudible,
        lastSecondDbfs: level,
        loudestDbfs: loudest,
        audibleMs: Math.round(audibleMs),
        dominantHz: isAudible ? Math.round(findDominantFrequency(kept, sampleRate)) : null,
        dtmf: dtmf.digits(),
      };
    },
    free(): void {
      if (!isFree) decoder.free();
      isFree = true;
    },
  };
}

export type Ear = Awaited<ReturnType<typeof createEar>>;

const isRecent = (now: number) => (frame: { at: number }) => frame.at > now - windowMs;

/** Converts a power to dBFS, rounded to a tenth. */
function dbfsOf(power: number): number {
  if (power === 0) return silenceDbfs;
  return Math.max(silenceDbfs, Math.round(100 * Math.log10(power)) / 10);
}

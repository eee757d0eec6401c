import { Application, createEncoder } from "libopus-wasm";
import { sampleRate, samplesPerFrame } from "./opusFrame.ts";

/** A note of the clip: a sung vowel, or null for a rest. */
interface Note {
  hz: number;
  vowel: keyof typeof vowels | null;
  ms: number;
}

/** The first two formants of the Spanish vowels, in Hz. */
const vowels = {
  a: [720, 1240],
  e: [460, 1990],
  i: [290, 2320],
  o: [480, 930],
  u: [310, 740],
} as const;

/** A melody in C major, written for this package. Each note is a whole number of frames long. */
const melody: readonly Note[] = [
  { hz: 196, vowel: "o", ms: 260 },
  { hz: 262, vowel: "a", ms: 380 },
  { hz: 294, vowel: "e", ms: 260 },
  { hz: 330, vowel: "i", ms: 520 },
  { hz: 262, vowel: "a", ms: 260 },
  { hz: 220, vowel: "u", ms: 260 },
  { hz: 247, vowel: "o", ms: 380 },
  { hz: 196, vowel: "a", ms: 640 },
  { hz: 0, vowel: null, ms: 400 },
];

const peak = 0.5;
const fadeMs = 30;
const formantWidth = 160;

/** Synthesizes the clip, a humming voice, as PCM from -1 to 1, mono, at `sampleRate`. */
export function synthesizeClip(): Float32Array {
  const notes = melody.map(sing);
  const clip = new Float32Array(notes.reduce((sum, note) => sum + note.length, 0));
  let at = 0;
  for (const note of notes) {
    clip.set(note, at);
    at += note.length;
  }
  return clip;
}

/** Synthesizes a note from harmonics, with the formants of its vowel. */
function sing({ hz, vowel, ms }: Note): Float32Array {
  const samples = new Float32Array((ms * sampleRate) / 1000);
  if (vowel === null) return samples;
  const gains: number[] = [];
  for (let harmonic = 1; harmonic * hz < 3_400; harmonic++) {
    gains.push(formantGain(harmonic * hz, vowels[vowel]) / harmonic ** 0.5);
  }
  const fade = (fadeMs * sampleRate) / 1000;
  let loudest = 0;
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    const vibrato = 1 + 0.012 * Math.sin((2 * Math.PI * 5.5 * i) / sampleRate);
    phase += (2 * Math.PI * hz * vibrato) / sampleRate;
    let sum = 0;
    for (const [index, gain] of gains.entries()) sum += gain * Math.sin(phase * (index + 1));
    const sample = sum * Math.min(1, i / fade, (samples.length - i) / fade);
    samples[i] = sample;
    loudest = Math.max(loudest, Math.abs(sample));
  }
  return samples.map((sample) => (sample / loudest) * peak);
}

function formantGain(hz: number, formants: readonly number[]): number {
  return formants.reduce(
    (sum, formant) => sum + 1 / (1 + ((hz - formant) / formantWidth) ** 2),
    0.02,
  );
}

let packets: Promise<readonly Uint8Array[]> | undefined;

/** Returns the clip in Opus packets of 20 ms. It is encoded once per process. */
export function createVoiceClip(): Promise<readonly Uint8Array[]> {
  packets ??= encodeVoice(synthesizeClip());
  return packets;
}

/** Encodes mono PCM in Opus packets of 20 ms. An incomplete frame at the end is omitted. */
export async function encodeVoice(pcm: Float32Array): Promise<readonly Uint8Array[]> {
  const encoder = await createEncoder({
    sampleRate,
    channels: 1,
    frameSize: samplesPerFrame,
    application: Application.Voip,
    bitrate: 24_000,
  });
  try {
    return Array.from({ length: Math.floor(pcm.length / samplesPerFrame) }, (_, index) =>
      encoder.encodeFloat(pcm.subarray(index * samplesPerFrame, (index + 1) * samplesPerFrame)),
    );
  } finally {
    encoder.free();
  }
}

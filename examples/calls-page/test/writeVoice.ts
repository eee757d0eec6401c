import { writeFile } from "node:fs/promises";
import { createWav } from "@skale-calls/testkit";

const sampleRate = 48_000;

/** The sound of the agents' microphone. The other side's own clip does not contain this pitch. */
export const voiceHz = 1_250;

/**
 * A WAV file with a tone at a quarter of full scale whose volume changes four times a second. The browser would suppress a
 * steady tone as noise.
 */
export async function writeVoice(file: string): Promise<void> {
  const samples = Int16Array.from({ length: 2 * sampleRate }, (_, i) => {
    const swell = 0.5 - 0.5 * Math.cos((2 * Math.PI * 4 * i) / sampleRate);
    return Math.round(8_000 * swell * Math.sin((2 * Math.PI * voiceHz * i) / sampleRate));
  });
  await writeFile(file, createWav(samples, sampleRate));
}

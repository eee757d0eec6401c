import { writeFile } from "node:fs/promises";
import { createWav } from "@skale-calls/testkit";

const sampleRate = 48_000;

/** What the agents' microphone hears. A pitch that the far end's own clip does not sing. */
export const voiceHz = 1_250;

/**
 * A WAV file of a tone at a quarter of full scale that swells and falls four times a second: the browser takes a steady one for
 * noise and suppresses it.
 */
export async function writeVoice(file: string): Promise<void> {
  const samples = Int16Array.from({ length: 2 * sampleRate }, (_, i) => {
    const swell = 0.5 - 0.5 * Math.cos((2 * Math.PI * 4 * i) / sampleRate);
    return Math.round(8_000 * swell * Math.sin((2 * Math.PI * voiceHz * i) / sampleRate));
  });
  await writeFile(file, createWav(samples, sampleRate));
}

import { writeFile } from "node:fs/promises";

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
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(2 * sampleRate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.byteLength, 40);
  await writeFile(file, Buffer.concat([header, Buffer.from(samples.buffer)]));
}

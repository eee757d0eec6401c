import type { BodyPair } from "./webhookBodies.ts";
import type { WebhookReader } from "./webhookReaders.ts";

const rounds = 31;
const warmUpRounds = 6;
/** Long enough for the clock's precision, and so short that a busy moment of the machine affects all readers equally. */
const roundMilliseconds = 40;

export interface ReaderSpeed {
  name: string;
  does: string;
  eventsPerSecond: number;
  /** The median over all rounds of this reader's speed divided by the first reader's speed. */
  ratio: number;
}

/** Runs the readers in turn, A B C A B C, and takes the median of each reader's rounds. */
export async function measureReaders(
  readers: readonly WebhookReader[],
  bodies: readonly BodyPair[],
): Promise<ReaderSpeed[]> {
  const passes = await Promise.all(readers.map((reader) => reader.prepare(bodies)));
  const speeds = readers.map((): number[] => []);
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [index, pass] of passes.entries()) {
      const speed = (await measurePass(pass)) * bodies.length;
      if (round >= 0) speeds[index]?.push(speed);
    }
  }
  const [base = []] = speeds;
  return readers.map(({ name, does }, index) => {
    const own = speeds[index] ?? [];
    const ratios = own.map((speed, round) => speed / (base[round] ?? Number.NaN));
    return { name, does, eventsPerSecond: median(own), ratio: median(ratios) };
  });
}

/** Measures passes per second of this process's processor time, including garbage collection. */
async function measurePass(pass: () => void | Promise<void>): Promise<number> {
  const start = processorMilliseconds();
  for (let passes = 1; ; passes++) {
    await pass();
    const elapsed = processorMilliseconds() - start;
    if (elapsed >= roundMilliseconds) return (passes / elapsed) * 1000;
  }
}

function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

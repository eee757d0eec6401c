import type { BodyPair } from "./reading/webhookBodies.ts";
import type { WebhookReader } from "./reading/webhookReaders.ts";

const rounds = 31;
const warmUpRounds = 6;
/** Long enough for the clock's precision, and so short that a busy moment of the machine affects all readers equally. */
const roundMilliseconds = 40;

export interface ReaderSpeed {
  reader: WebhookReader;
  eventsPerSecond: number;
  /** The median over all rounds of this reader's speed divided by the first reader's speed. */
  ratio: number;
}

/**
 * Runs all readers in every round, each time in another order, and takes the median of each reader's rounds. A reader leaves
 * garbage to its successor: in a fixed order, one reader would always pay for the same other one.
 */
export async function measureReaders(
  readers: readonly WebhookReader[],
  bodies: readonly BodyPair[],
): Promise<ReaderSpeed[]> {
  const passes = await Promise.all(readers.map((reader) => reader.prepare(bodies)));
  const speeds = readers.map((): number[] => []);
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const index of shuffle(passes.keys())) {
      const pass = passes[index];
      if (!pass) continue;
      const speed = (await measurePass(pass)) * bodies.length;
      if (round >= 0) speeds[index]?.push(speed);
    }
  }
  const [base = []] = speeds;
  return readers.map((reader, index) => {
    const own = speeds[index] ?? [];
    const ratios = own.map((speed, round) => speed / (base[round] ?? Number.NaN));
    return { reader, eventsPerSecond: median(own), ratio: median(ratios) };
  });
}

function shuffle(indices: Iterable<number>): number[] {
  return [...indices]
    .map((index) => ({ index, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ index }) => index);
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

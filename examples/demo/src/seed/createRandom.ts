import { createHash } from "node:crypto";

export interface Random {
  /** Returns a number from 0, inclusive, to 1, exclusive. */
  next(): number;
  pick<T>(items: readonly T[]): T;
  /** Chooses an item by weight. */
  pickWeighted<T>(items: readonly T[], weigh: (item: T) => number): T;
}

/** Creates a generator that makes the same choices for the same seed, so that the history is the same at every start. */
export function createRandom(seed: string): Random {
  let drawn = 0;
  const next = () => {
    drawn += 1;
    return createHash("sha256").update(`${seed} ${drawn}`).digest().readUInt32BE() / 2 ** 32;
  };
  const pickWeighted: Random["pickWeighted"] = (items, weigh) => {
    let left = next() * items.reduce((sum, item) => sum + weigh(item), 0);
    for (const item of items) {
      left -= weigh(item);
      if (left < 0) return item;
    }
    throw new RangeError("There is nothing to pick from.");
  };
  return { next, pickWeighted, pick: (items) => pickWeighted(items, () => 1) };
}

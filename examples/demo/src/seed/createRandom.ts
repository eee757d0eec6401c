import { createHash } from "node:crypto";

export interface Random {
  /** From 0 up to but not 1. */
  next(): number;
  pick<T>(items: readonly T[]): T;
  /** By each item's weight. */
  pickWeighted<T>(items: readonly T[], weigh: (item: T) => number): T;
}

/** The same choices for the same seed: a history that is the same at every start. */
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

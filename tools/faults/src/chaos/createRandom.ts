/** Random numbers that are the same for the same seed. */
export interface Random {
  /** From 0 to less than 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Other numbers, which depend on the seed and the name alone: not on how many numbers were taken before. */
  fork(name: string): Random;
  uuid(): string;
}

/**
 * Creates random numbers from a seed (mulberry32).
 *
 * @example
 * createRandom("seed 7").fork("calls").int(1, 6);
 */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const digit = () => int(0, 15).toString(16);
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new TypeError("There is nothing to pick from.");
      return items[int(0, items.length - 1)] as T;
    },
    fork: (name) => createRandom(`${seed}/${name}`),
    uuid: () => "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replace(/x/g, digit),
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return value;
}

import type { Timers } from "../lib/clock.ts";

type Task = () => Promise<void>;

/** Creates a function that runs the tasks of one lane in sequence, and different lanes in parallel. */
export function createOrderedLanes() {
  const tails = new Map<string, Promise<void>>();
  return async (lane: string, task: Task): Promise<void> => {
    const run = (tails.get(lane) ?? Promise.resolve()).then(task);
    tails.set(lane, run);
    await run;
    if (tails.get(lane) === run) tails.delete(lane);
  };
}

/** Creates a function that holds the tasks of a lane for `holdMs`, and then runs them one by one in another order. */
export function createShuffler(timers: Timers, random: () => number) {
  const held = new Map<string, Task[]>();
  return (lane: string, holdMs: number, task: Task): Promise<void> =>
    new Promise((resolve) => {
      const tasks = held.get(lane) ?? [];
      if (tasks.length === 0) {
        held.set(lane, tasks);
        timers.start(holdMs, () => {
          held.delete(lane);
          void runAll(reordered(tasks, random));
        });
      }
      tasks.push(() => task().then(resolve));
    });
}

async function runAll(tasks: readonly Task[]): Promise<void> {
  for (const task of tasks) await task();
}

/** Returns the items in a random order that differs from the original order. */
export function reordered<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key);
  const shuffled = keyed.map(({ item }) => item);
  return shuffled.every((item, index) => item === items[index]) ? shuffled.reverse() : shuffled;
}

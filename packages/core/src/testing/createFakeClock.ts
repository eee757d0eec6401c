import type { Clock } from "../ports/clock.ts";

export interface FakeClock extends Clock {
  /** Advances the time and runs the due timers in order. After each timer it waits until pending promises have settled. */
  advance(milliseconds?: number): Promise<void>;
}

/** A clock whose time changes only when it is advanced. */
export function createFakeClock(start = Date.UTC(2026, 10, 1)): FakeClock {
  let now = start;
  const timers = new Set<{ at: number; callback: () => void }>();
  // A real macrotask runs after all microtasks.
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve));

  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(milliseconds = 0) {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
        await settle();
      }
      now = end;
    },
  };
}

import type { Clock } from "../lib/clock.ts";

export interface ManualClock extends Clock {
  /** Runs all timers of the next `ms`, in order, including timers that these timers start. */
  advance(ms: number): void;
  /** The number of waiting timers. */
  waiting(): number;
}

/** Creates a clock that moves only when the test advances it. */
export function createManualClock(start = Date.parse("2026-11-22T10:00:00.500Z")): ManualClock {
  const timers = new Map<number, { at: number; run: () => void }>();
  let now = start;
  let last = 0;

  function dueNext(until: number) {
    let next: [number, { at: number; run: () => void }] | undefined;
    for (const timer of timers) {
      if (timer[1].at <= until && (!next || timer[1].at < next[1].at)) next = timer;
    }
    return next;
  }

  return {
    now: () => now,
    setTimeout(run, ms) {
      timers.set(++last, { at: now + ms, run });
      return last;
    },
    clearTimeout: (handle) => void timers.delete(handle as number),
    waiting: () => timers.size,
    advance(ms) {
      const until = now + ms;
      for (let next = dueNext(until); next; next = dueNext(until)) {
        timers.delete(next[0]);
        now = next[1].at;
        next[1].run();
      }
      now = until;
    },
  };
}

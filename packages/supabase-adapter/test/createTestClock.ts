import type { Clock } from "@skale-calls/core";

/** A clock that a test moves forward beside a real database: one pause after another. */
export interface TestClock extends Clock {
  /** Waits until a pause begins, and returns its milliseconds. */
  pause(): Promise<number>;
  /** Ends the pause and waits for the next one. */
  ring(): Promise<number>;
  isSet(): boolean;
}

/** @param timeout the maximum milliseconds of a reading. This is not a pause and never elapses. */
export function createTestClock(timeout: number): TestClock {
  let now = Date.UTC(2026, 10, 1);
  let set: { callback: () => void; milliseconds: number } | undefined;
  let changed = Promise.withResolvers<void>();
  async function pause(): Promise<number> {
    while (set === undefined) await changed.promise;
    return set.milliseconds;
  }
  return {
    now: () => now,
    after(milliseconds, callback) {
      if (milliseconds === timeout) return () => {};
      const timer = { callback, milliseconds };
      set = timer;
      changed.resolve();
      changed = Promise.withResolvers();
      return () => {
        if (set === timer) set = undefined;
      };
    },
    pause,
    async ring() {
      now += await pause();
      const ringing = set;
      set = undefined;
      ringing?.callback();
      return pause();
    },
    isSet: () => set !== undefined,
  };
}

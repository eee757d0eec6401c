import type { SubscriptionTimers } from "../src/index.ts";

/** Timers that a test moves on by hand. There is never more than one of them. */
export interface TestTimers extends SubscriptionTimers {
  /** Waits until a timer is set; returns its milliseconds. */
  pause(): Promise<number>;
  /** Lets the timer ring, and waits for the next one. */
  ring(): Promise<number>;
  isSet(): boolean;
}

export function createTimers(): TestTimers {
  let set: { callback: () => void; milliseconds: number } | undefined;
  let changed = Promise.withResolvers<void>();
  async function pause(): Promise<number> {
    while (set === undefined) await changed.promise;
    return set.milliseconds;
  }
  return {
    setTimeout(callback, milliseconds) {
      set = { callback, milliseconds };
      changed.resolve();
      changed = Promise.withResolvers();
      return set;
    },
    clearTimeout(timer) {
      if (set === timer) set = undefined;
    },
    pause,
    async ring() {
      await pause();
      const ringing = set;
      set = undefined;
      ringing?.callback();
      return pause();
    },
    isSet: () => set !== undefined,
  };
}

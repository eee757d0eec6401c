/** The time and the timers that the simulator lives by. Give your own to make its time stand still. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

/** Calls a timer off; nothing happens when it has run already. */
export type Cancel = () => void;

/** Timers that can all be stopped at once. */
export interface Timers {
  now(): number;
  start(ms: number, run: () => void): Cancel;
  /** Resolves after `ms`; never, once `stop` was called. */
  wait(ms: number): Promise<void>;
  /** Calls every timer off, and starts no further ones. */
  stop(): void;
}

export function createTimers(clock: Clock): Timers {
  const running = new Set<unknown>();
  let stopped = false;

  function start(ms: number, run: () => void): Cancel {
    if (stopped) return () => {};
    const handle = clock.setTimeout(() => {
      running.delete(handle);
      run();
    }, ms);
    running.add(handle);
    return () => {
      running.delete(handle);
      clock.clearTimeout(handle);
    };
  }

  return {
    now: () => clock.now(),
    start,
    wait: (ms) => new Promise((resolve) => start(ms, resolve)),
    stop() {
      stopped = true;
      for (const handle of running) clock.clearTimeout(handle);
      running.clear();
    },
  };
}

/** The simulator's time and timers. Pass your own to control its time in a test. */
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

/** Cancels a timer; does nothing when it has run already. */
export type Cancel = () => void;

/** Timers that can be stopped together. */
export interface Timers {
  now(): number;
  start(ms: number, run: () => void): Cancel;
  /** Resolves after `ms`, or never once `stop` was called. */
  wait(ms: number): Promise<void>;
  /** Cancels every timer and starts no more. */
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

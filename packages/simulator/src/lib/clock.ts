/** The time and timers that the simulator uses. A test can pass its own clock to control the time. */
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

/** Cancels a timer. Does nothing if the timer has already run. */
export type Cancel = () => void;

/** Timers that can be stopped together. */
export interface Timers {
  now(): number;
  start(ms: number, run: () => void): Cancel;
  /** Resolves after `ms`. Never resolves if `stop` is called before. */
  wait(ms: number): Promise<void>;
  /** Cancels every timer. Later calls of `start` do nothing. */
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

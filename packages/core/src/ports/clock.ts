/** The current time and timers. Tests replace them, so that a test does not have to wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @returns a function that cancels the timer. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** One attempt to dial or to answer, and everything that must be released when it is over. */
export interface Attempt {
  readonly isClosed: boolean;
  /**
   * Waits for a step and returns its result. If the attempt is closed in the meantime, `discard` gets the result (for
   * example, to stop a microphone), and `keep` rejects. The code that awaits `keep` ignores this error.
   */
  keep<T>(step: Promise<T>, discard?: (value: T) => void): Promise<T>;
  onClose(release: () => void): void;
  /** Ends the previous subscription to the call's row. Calls `stop` when the attempt closes, to end the new one. */
  follow(stop: () => void): void;
  close(): void;
}

export function createAttempt(): Attempt {
  const releases: (() => void)[] = [];
  let isClosed = false;
  let unfollow: (() => void) | undefined;
  return {
    get isClosed() {
      return isClosed;
    },
    async keep(step, discard) {
      const value = await step;
      if (!isClosed) return value;
      discard?.(value);
      throw new Error("The attempt is over.");
    },
    onClose(release) {
      releases.push(release);
    },
    follow(stop) {
      unfollow?.();
      unfollow = stop;
    },
    close() {
      isClosed = true;
      unfollow?.();
      for (const release of releases.splice(0).reverse()) release();
    },
  };
}

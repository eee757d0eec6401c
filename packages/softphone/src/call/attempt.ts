/** One try to dial or to answer, and all that must be released when it is over. */
export interface Attempt {
  readonly isClosed: boolean;
  /**
   * Waits for a step. When the attempt is closed meanwhile, `discard` gets what came too late (a microphone
   * must be stopped), and the wait ends with an error that nobody need hear of.
   */
  keep<T>(step: Promise<T>, discard?: (value: T) => void): Promise<T>;
  onClose(release: () => void): void;
  /** The subscription to the call's row: a new one takes the former one's place. */
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

import type { Clock } from "@skale-calls/core";

/** Milliseconds after which a reading without a result has failed. */
export const readingTimeout = 10_000;

export interface PollOptions {
  clock: Clock;
  read(signal: AbortSignal): Promise<void>;
  /**
   * Returns the milliseconds from the end of a reading to the next one, after this many consecutive failures; null if no
   * reading is needed.
   */
  pause(failures: number): number | null;
  /** Called with the result of each reading. */
  onResult(error: unknown): void;
}

export interface Poll {
  /** Reads now. During a reading, it schedules one more reading after the current one. */
  wake(): void;
  /** Reads now, or this many milliseconds after the end of the last reading, if that is later. */
  wakeAfter(milliseconds: number): void;
  /** Call this when the pause has changed. */
  reschedule(): void;
  /**
   * Call this when the cause of the failures may be gone, for example when the network returns. It resets the number of
   * failures. A running reading is cancelled and repeated. If no reading is running, the next one starts at most this many
   * milliseconds after the end of the last one.
   */
  refresh(atMost: number): void;
  /** Stops permanently. */
  stop(): void;
}

/** Creates a poll, which reads on request and after each pause. Two readings never overlap. */
export function createPoll({ clock, read, pause, onResult }: PollOptions): Poll {
  let current: AbortController | undefined;
  let cancel = () => {};
  let isWoken = false;
  /** The pause that `wakeAfter` asked for during a reading. */
  let wanted = Number.POSITIVE_INFINITY;
  let isStopped = false;
  let failures = 0;
  let endedAt = Number.NEGATIVE_INFINITY;

  async function readOnce(): Promise<void> {
    const reading = new AbortController();
    current = reading;
    const cancelTimeout = clock.after(readingTimeout, () => reading.abort());
    try {
      await read(reading.signal);
      failures = 0;
      if (!isStopped) onResult(null);
    } catch (error) {
      // The result of a reading that `refresh` replaced says nothing about the server.
      if (isStopped || current !== reading) return;
      failures++;
      isWoken = false;
      onResult(error);
    } finally {
      cancelTimeout();
    }
  }

  async function run(): Promise<void> {
    cancel();
    do {
      isWoken = false;
      wanted = Number.POSITIVE_INFINITY;
      await readOnce();
    } while (isWoken && !isStopped);
    current = undefined;
    endedAt = clock.now();
    schedule(wanted);
  }

  function schedule(atMost = Number.POSITIVE_INFINITY): void {
    cancel();
    const milliseconds = pause(failures);
    if (isStopped || milliseconds === null) return;
    const at = endedAt + Math.min(milliseconds, atMost);
    cancel = clock.after(Math.max(0, at - clock.now()), () => void run());
  }

  return {
    wake() {
      if (isStopped) return;
      if (current) isWoken = true;
      else void run();
    },
    wakeAfter(milliseconds) {
      if (isStopped) return;
      if (current) wanted = Math.min(wanted, milliseconds);
      else if (clock.now() >= endedAt + milliseconds) void run();
      else schedule(milliseconds);
    },
    reschedule() {
      if (!current) schedule();
    },
    refresh(atMost) {
      failures = 0;
      if (!current) return schedule(atMost);
      isWoken = true;
      const hanging = current;
      current = new AbortController();
      hanging.abort();
    },
    stop() {
      isStopped = true;
      cancel();
      current?.abort();
    },
  };
}

/** Doubles the pause with each failure, up to half a minute. */
export function backOff(milliseconds: number, failures: number): number {
  return Math.min(milliseconds * 2 ** failures, 30_000);
}

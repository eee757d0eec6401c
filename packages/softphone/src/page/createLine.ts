import { SoftphoneError } from "../errors/softphoneError.ts";
import type { Clock } from "../lib/clock.ts";

/** The part of `navigator.locks` (Web Locks API) that the softphone uses. */
export interface LocksLike {
  request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: unknown) => Promise<void>,
  ): Promise<unknown>;
}

/** The agent's line, which allows one call at a time. All tabs share it. */
export interface Line {
  /**
   * Takes the line for a call.
   *
   * @returns a function that releases the line.
   * @throws SoftphoneError `call_busy`, `call_elsewhere`.
   */
  take(id: string): Promise<() => void>;
  /** Runs the task unless a tab holds this call. Waits up to 3 s, because a closing page may still hold the call. */
  ifAbandoned(id: string, task: () => Promise<void>): Promise<void>;
}

const lineName = "skale-calls:line";
const nameOf = (id: string) => `skale-calls:call:${id}`;
/** How long to wait until a tab's previous page has released its call, in milliseconds. */
const patience = 3000;

/** Creates the line. Without `locks`, tabs do not know of each other, so each tab has its own line. */
export function createLine(locks: LocksLike | null | undefined, clock: Clock): Line {
  let isTaken = false;

  /** Takes a lock and resolves to a function that releases it, or to null if another tab holds the lock. */
  function hold(name: string, signal?: AbortSignal): Promise<(() => void) | null> {
    if (!locks) return Promise.resolve(() => {});
    return new Promise((resolve, reject) => {
      const options = signal ? { signal } : { ifAvailable: true };
      locks
        .request(name, options, (lock) => {
          if (lock === null) {
            resolve(null);
            return Promise.resolve();
          }
          return new Promise<void>((free) => resolve(free));
        })
        .catch((error: unknown) => (signal?.aborted ? resolve(null) : reject(error)));
    });
  }

  return {
    async take(id) {
      if (isTaken) throw new SoftphoneError("call_busy");
      isTaken = true;
      const held: ((() => void) | null)[] = [];
      const free = () => {
        isTaken = false;
        for (const release of held) release?.();
      };
      try {
        held.push(await hold(lineName));
        if (!held[0]) throw new SoftphoneError("call_elsewhere");
        held.push(await hold(nameOf(id)));
      } catch (error) {
        free();
        throw error;
      }
      return free;
    },
    async ifAbandoned(id, task) {
      const giveUp = new AbortController();
      const cancel = clock.after(patience, () => giveUp.abort());
      const free = await hold(nameOf(id), giveUp.signal);
      cancel();
      if (!free) return;
      await task().finally(free);
    },
  };
}

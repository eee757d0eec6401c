import type { Clock } from "@skale-calls/core/client";
import type { CallChange } from "../live/callChanges.ts";

/** The time for which changes are collected, in milliseconds, so that a burst of changes causes one update. */
const gathering = 50;

export interface Gathering {
  add(change: CallChange): void;
  /** Discards the collected changes. */
  clear(): void;
}

/** Collects changes for a short time and then applies them together. */
export function gatherChanges(
  clock: Clock,
  apply: (changes: readonly CallChange[]) => void,
): Gathering {
  let gathered: CallChange[] = [];
  /** Cancels the scheduled update. */
  let cancel: (() => void) | null = null;

  function clear(): void {
    cancel?.();
    cancel = null;
    gathered = [];
  }

  return {
    add(change) {
      gathered.push(change);
      cancel ??= clock.after(gathering, () => {
        const changes = gathered;
        clear();
        apply(changes);
      });
    },
    clear,
  };
}

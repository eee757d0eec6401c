import type { StorageLike } from "./liveCallMemory.ts";

/** The calls that the agent leaves to other agents. All tabs of the browser share them. */
export interface Dismissals {
  has(id: string): boolean;
  set(id: string, isDismissed: boolean): void;
}

const key = "skale-calls:dismissed";
/** The number of ids that are kept. Fewer calls ring at the same time. */
const kept = 20;

export function createDismissals(storage: StorageLike | null | undefined): Dismissals {
  const read = () => storage?.getItem(key)?.split(" ") ?? [];
  return {
    has: (id) => read().includes(id),
    set(id, isDismissed) {
      if (read().includes(id) === isDismissed) return;
      const others = read().filter((known) => known !== id);
      storage?.setItem(key, (isDismissed ? [...others, id] : others).slice(-kept).join(" "));
    },
  };
}

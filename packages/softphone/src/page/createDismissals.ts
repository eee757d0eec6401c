import type { StorageLike } from "./liveCallMemory.ts";

/** Which calls the agent lets others take, in all tabs of the browser. */
export interface Dismissals {
  has(id: string): boolean;
  set(id: string, isDismissed: boolean): void;
}

const key = "skale-calls:dismissed";
/** More than ring at once. */
const kept = 20;

export function createDismissals(storage: StorageLike | undefined): Dismissals {
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

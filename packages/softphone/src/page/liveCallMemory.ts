/** The part of `sessionStorage` that the softphone uses. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The ids of this tab's calls that are at WhatsApp. The storage keeps them when the page reloads or crashes. */
export interface LiveCallMemory {
  remember(id: string): void;
  forget(id: string): void;
  recall(): string[];
}

const key = "skale-calls:live";

export function createLiveCallMemory(storage: StorageLike | null | undefined): LiveCallMemory {
  function recall(): string[] {
    return storage?.getItem(key)?.split(" ") ?? [];
  }

  function write(ids: readonly string[]): void {
    if (ids.length > 0) storage?.setItem(key, ids.join(" "));
    else storage?.removeItem(key);
  }

  return {
    remember: (id) => write([...new Set([...recall(), id])]),
    forget: (id) => write(recall().filter((known) => known !== id)),
    recall,
  };
}

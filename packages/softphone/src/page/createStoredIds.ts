/** The part of `sessionStorage` and `localStorage` that the softphone uses. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Ids of calls in a storage of the browser: the newest ones, oldest first. */
export interface StoredIds {
  list(): string[];
  set(id: string, isListed: boolean): void;
}

/** The number of ids that are kept. Fewer calls ring at the same time, and a tab has one call at a time. */
const kept = 20;

/** Creates a list of ids. Without a storage it is always empty. */
export function createStoredIds(storage: StorageLike | null | undefined, name: string): StoredIds {
  const key = `skale-calls:${name}`;
  const list = () => storage?.getItem(key)?.split(" ") ?? [];
  return {
    list,
    set(id, isListed) {
      const ids = list();
      if (ids.includes(id) === isListed) return;
      const next = (isListed ? [...ids, id] : ids.filter((known) => known !== id)).slice(-kept);
      if (next.length > 0) storage?.setItem(key, next.join(" "));
      else storage?.removeItem(key);
    },
  };
}

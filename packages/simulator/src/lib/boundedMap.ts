/** Creates a map that keeps the newest `limit` entries, and calls `onForget` with each entry that it removes. */
export function createBoundedMap<V>(limit: number, onForget: (value: V) => void = () => {}) {
  const entries = new Map<string, V>();
  return {
    get: (key: string): V | undefined => entries.get(key),
    values: (): V[] => [...entries.values()],
    set(key: string, value: V): void {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= limit) return;
      const [oldest] = entries;
      if (!oldest) return;
      entries.delete(oldest[0]);
      onForget(oldest[1]);
    },
    clear: (): void => entries.clear(),
  };
}

/** How many calls, deliveries, contacts and media files are remembered. */
export const memoryLimit = 10_000;

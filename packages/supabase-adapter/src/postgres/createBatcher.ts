export interface BatcherOptions<Item, Result> {
  /** Sends items in one statement, which has the effects of all of them or of none. Returns their results in the same order. */
  send(items: readonly Item[]): Promise<readonly Result[]>;
  /** Items with a common key are sent in the order in which they were added, never at the same time. */
  keysOf(item: Item): Iterable<string>;
  /** Whether the failure of a statement can be the fault of one of its items. The items are then sent one by one. */
  mayBeOneItem(error: unknown): boolean;
  /** The error for an item that is added while the queue is full. */
  fullError(): Error;
  limits: BatchLimits;
}

export interface BatchLimits {
  /** How many statements may be in flight at the same time. */
  statements: number;
  /** How many items a statement may contain. */
  items: number;
  /** How many items may wait for a statement. */
  waiting: number;
}

interface Waiting<Item, Result> {
  item: Item;
  keys: readonly string[];
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Creates a function that sends items in batches. If a statement is free, it takes the items that have arrived when the
 * event loop has read every socket that is ready. While all statements are in flight, items wait, and the next free statement
 * takes them. There is no timer: a batch grows only under load.
 */
export function createBatcher<Item, Result>({
  send,
  keysOf,
  mayBeOneItem,
  fullError,
  limits,
}: BatcherOptions<Item, Result>): (item: Item) => Promise<Result> {
  type Entry = Waiting<Item, Result>;
  let queue: Entry[] = [];
  let inFlight = 0;
  let isScheduled = false;
  /** The keys of the items in flight. */
  const busy = new Set<string>();

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(startStatements);
  }

  function startStatements(): void {
    isScheduled = false;
    while (inFlight < limits.statements && queue.length > 0) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      void run(batch);
    }
  }

  /** Takes the oldest items, except those that follow an item in flight or a waiting item with the same key. */
  function takeBatch(): Entry[] {
    const batch: Entry[] = [];
    const left: Entry[] = [];
    const passed = new Set<string>();
    let seen = 0;
    for (const entry of queue) {
      if (batch.length === limits.items) break;
      seen += 1;
      if (entry.keys.some((key) => busy.has(key) || passed.has(key))) {
        for (const key of entry.keys) passed.add(key);
        left.push(entry);
      } else batch.push(entry);
    }
    queue = [...left, ...queue.slice(seen)];
    for (const { keys } of batch) for (const key of keys) busy.add(key);
    return batch;
  }

  async function run(batch: readonly Entry[]): Promise<void> {
    inFlight += 1;
    await settle(batch);
    inFlight -= 1;
    for (const { keys } of batch) for (const key of keys) busy.delete(key);
    schedule();
  }

  async function settle(batch: readonly Entry[]): Promise<void> {
    try {
      const results = await send(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1 || !mayBeOneItem(error)) {
        for (const { reject } of batch) reject(error);
      } else for (const entry of batch) await settle([entry]);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= limits.waiting) return reject(fullError());
      queue.push({ item, keys: [...keysOf(item)], resolve, reject });
      schedule();
    });
}

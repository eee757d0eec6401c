import type { LocksLike } from "../page/createLine.ts";
import type { StorageLike } from "../page/createStoredIds.ts";
import type { PageEvents } from "../softphoneOptions.ts";

/** Creates locks that tabs share. Pass the same object to several softphones. */
export function createFakeLocks(): LocksLike & { readonly held: ReadonlySet<string> } {
  const held = new Set<string>();
  const waiting: { name: string; start: () => void }[] = [];

  async function hold(name: string, callback: (lock: unknown) => Promise<void>): Promise<void> {
    held.add(name);
    try {
      await callback({ name });
    } finally {
      held.delete(name);
      const next = waiting.findIndex((waiter) => waiter.name === name);
      if (next >= 0) waiting.splice(next, 1)[0]?.start();
    }
  }

  return {
    held,
    request(name, { ifAvailable, signal }, callback) {
      if (!held.has(name)) return hold(name, callback);
      if (ifAvailable) return callback(null);
      return new Promise<void>((resolve, reject) => {
        const waiter = { name, start: () => void hold(name, callback).then(resolve, reject) };
        waiting.push(waiter);
        signal?.addEventListener("abort", () => {
          if (!waiting.includes(waiter)) return;
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(signal.reason);
        });
      });
    },
  };
}

/** Creates a storage in memory. */
export function createFakeStorage(): StorageLike {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** A window that can be closed. */
export interface FakePage extends PageEvents {
  close(): void;
  /** Emits the `storage` event, as when another tab has written to the shared storage. */
  share(): void;
}

export function createFakePage(): FakePage {
  const events = new EventTarget();
  return {
    addEventListener: (type, listener) => events.addEventListener(type, listener),
    removeEventListener: (type, listener) => events.removeEventListener(type, listener),
    close: () => void events.dispatchEvent(new Event("pagehide")),
    share: () => void events.dispatchEvent(new Event("storage")),
  };
}

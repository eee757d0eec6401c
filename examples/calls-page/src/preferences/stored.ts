import { useSyncExternalStore } from "react";

/** A preference of this browser, stored in `localStorage`; null when none was chosen. */
export interface Stored {
  get(): string | null;
  set(value: string): void;
  subscribe(listener: () => void): () => void;
}

function createStored(key: string): Stored {
  const listeners = new Set<() => void>();
  return {
    get: () => localStorage.getItem(key),
    set(value) {
      localStorage.setItem(key, value);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const storedTheme = createStored("theme");
/** Whether the ring tone is `on` or `off`. */
export const storedRingTone = createStored("phone.ringTone");
/** The id of the inbox to call from. */
export const storedInbox = createStored("phone.inbox");
export const storedDevices = {
  input: createStored("phone.microphone"),
  output: createStored("phone.loudspeaker"),
} as const;

export function useStored({ subscribe, get }: Stored): string | null {
  return useSyncExternalStore(subscribe, get);
}

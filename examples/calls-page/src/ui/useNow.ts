import { useCallback, useSyncExternalStore } from "react";

interface Ticker {
  now: number;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval>;
}

/** One timer for all components with the same interval. */
const tickers = new Map<number, Ticker>();

function subscribe(every: number, listener: () => void): () => void {
  let ticker = tickers.get(every);
  if (!ticker) {
    const created: Ticker = {
      now: Date.now(),
      listeners: new Set(),
      timer: setInterval(() => {
        created.now = Date.now();
        for (const tell of created.listeners) tell();
      }, every),
    };
    ticker = created;
    tickers.set(every, ticker);
  }
  const { listeners, timer } = ticker;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    tickers.delete(every);
  };
}

export const second = 1000;
export const minute = 60_000;

/** Returns the current time in milliseconds since 1970, updated at each interval. */
export function useNow(every: number): number {
  return useSyncExternalStore(
    useCallback((listener: () => void) => subscribe(every, listener), [every]),
    () => tickers.get(every)?.now ?? roundDown(Date.now(), every),
  );
}

/** Rounds the time down, so that it is constant before the first tick: a snapshot must not change between two reads. */
function roundDown(now: number, every: number): number {
  return now - (now % every);
}

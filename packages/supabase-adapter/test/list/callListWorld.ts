import type {
  CallChangeKind,
  CallListOptions,
  CallsPage,
  FetchCallsPageParams,
  ListedCall,
  SubscribeToCallsOptions,
} from "../../src/index.ts";

/** A reading that waits until the test answers it. */
interface Reading {
  params: FetchCallsPageParams;
  answer(calls: readonly ListedCall[], next?: string | null): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A data service that answers and reports changes when the test says so. */
export function createCallListWorld() {
  const readings: Reading[] = [];
  const subscriptions = new Set<SubscribeToCallsOptions>();
  let ring: (() => void) | undefined;
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  const service: CallListOptions["service"] = {
    fetchWhatsappCallsPage(params = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<CallsPage>();
      readings.push({
        params,
        answer(calls, next = null) {
          resolve({ calls: [...calls], next });
          return settle();
        },
        fail(error) {
          reject(error);
          return settle();
        },
      });
      return promise;
    },
    subscribeToCalls(options) {
      subscriptions.add(options);
      return () => subscriptions.delete(options);
    },
  };
  const clock: NonNullable<CallListOptions["clock"]> = {
    now: () => Date.now(),
    after(_, callback) {
      ring = callback;
      return () => {
        ring = undefined;
      };
    },
  };

  return {
    options: { service, clock, pageSize: 2 },
    readings,
    /** The latest requested reading. */
    last(): Reading {
      const reading = readings.at(-1);
      if (!reading) throw new Error("Nothing was read.");
      return reading;
    },
    subscriptions,
    tell(call: ListedCall, kind: CallChangeKind = "updated") {
      for (const { onChange } of subscriptions) onChange(call, kind);
    },
    /** Starts the feed, which reports changes from this moment on. */
    startFeed() {
      for (const { onStart, onStatus } of subscriptions) {
        onStart?.();
        onStatus?.("realtime");
      }
    },
    setStatus(status: "realtime" | "offline") {
      for (const { onStatus } of subscriptions) onStatus?.(status);
    },
    /** Ends the time in which changes are collected. */
    gather() {
      ring?.();
      ring = undefined;
    },
    isGathering: () => ring !== undefined,
  };
}

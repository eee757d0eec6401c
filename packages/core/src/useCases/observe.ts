import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import { outcomeOf } from "../vocabulary/isCallsError.ts";
import { describeError } from "./describeError.ts";
import { msSince } from "./msSince.ts";

/**
 * Returns the provider with an event for each act (`ProviderAskedEvent`). `createCallHandler` and `createWebhookHandler` do
 * this themselves.
 *
 * @example
 * await archiveMedia({ queue, storage, provider: observeProvider(provider, onEvent) });
 */
export function observeProvider<P extends Pick<CallProvider, "name">>(
  provider: P,
  onEvent: OnEvent,
): P {
  return observe(provider, (act, ms, error) =>
    emit(
      { onEvent },
      {
        kind: "provider",
        level: "info",
        provider: provider.name,
        act,
        ...(error ? { outcome: outcomeOf(error.thrown) ?? "failed" } : { outcome: "ok" }),
        ...(error ? describeError(error.thrown) : {}),
        ms,
      },
    ),
  );
}

/**
 * Returns the store with an event for each act (`StoreAskedEvent`). `createCallHandler`, `createWebhookHandler` and
 * `createHealthHandler` do this themselves.
 *
 * @example
 * await observeStore(store, onEvent).sweepCalls();
 */
export function observeStore<S extends Partial<CallStore>>(store: S, onEvent: OnEvent): S {
  return observe(store, (act, ms, error) =>
    emit(
      { onEvent },
      {
        kind: "store",
        level: "info",
        act,
        outcome: error ? "failed" : "ok",
        ...(error ? describeError(error.thrown) : {}),
        ms,
      },
    ),
  );
}

const bare = new WeakMap<object, object>();

/** Returns the port that an observed port wraps; another port is returned unchanged. */
export const unobserved = <Port extends object>(port: Port): Port =>
  (bare.get(port) as Port | undefined) ?? port;

/** Wraps the methods of a port, which all return promises. */
function observe<Port extends object>(
  port: Port,
  told: (act: string, ms: number, error?: { thrown: unknown }) => void,
): Port {
  // A proxy must return a frozen object's own methods unchanged, so its target is another object.
  const observed = new Proxy(Object.create(port) as Port, {
    get(_, key) {
      const method: unknown = Reflect.get(port, key);
      if (typeof method !== "function") return method;
      return async (...input: unknown[]) => {
        const startedAt = performance.now();
        try {
          const result: unknown = await method.apply(port, input);
          told(String(key), msSince(startedAt));
          return result;
        } catch (thrown) {
          told(String(key), msSince(startedAt), { thrown });
          throw thrown;
        }
      };
    },
    ownKeys: () => Reflect.ownKeys(port),
    getOwnPropertyDescriptor(_, key) {
      const own = Reflect.getOwnPropertyDescriptor(port, key);
      return own && { ...own, configurable: true };
    },
  });
  bare.set(observed, unobserved(port));
  return observed;
}

import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import { emit } from "../ports/logEvents.ts";
import type { OnEvent } from "../ports/telemetry.ts";
import { outcomeOf } from "../vocabulary/isCallsError.ts";
import { describeError } from "./describeError.ts";

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
 * Returns the store with an event for each act (`StoreAskedEvent`).
 *
 * @example
 * await observeStore(store, onEvent).sweep();
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

/** Wraps the methods of a port, which all return promises. */
function observe<Port extends object>(
  port: Port,
  told: (act: string, ms: number, error?: { thrown: unknown }) => void,
): Port {
  return new Proxy(port, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key);
      if (typeof method !== "function") return method;
      return async (...input: unknown[]) => {
        const startedAt = performance.now();
        try {
          const result: unknown = await method.apply(target, input);
          told(String(key), performance.now() - startedAt);
          return result;
        } catch (thrown) {
          told(String(key), performance.now() - startedAt, { thrown });
          throw thrown;
        }
      };
    },
  });
}

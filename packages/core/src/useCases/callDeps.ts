import type { CallProvider } from "../ports/callProvider.ts";
import type { CallStore } from "../ports/callStore.ts";
import type { Log } from "../ports/log.ts";

/** What the use cases work with. */
export interface CallDeps {
  store: CallStore;
  provider: CallProvider;
  log: Log;
  /**
   * The number to call from when the inbox has none: E.164, or the provider's id of it. `createCallHandler` takes
   * it as people write it.
   */
  from?: string;
  /** ISO 3166 alpha-2; for numbers that are written without a country code. */
  defaultCountry?: string;
  now?: () => Date;
  /** Makes the uuid of a call whose client chose none. */
  newId?: () => string;
  /** Waits between tries to save what a provider has already done. */
  sleep?: (milliseconds: number) => Promise<void>;
}

/** An agent at work on one call. */
export interface CallAct {
  /** Our own id of the call, a uuid. */
  id: string;
  userId: string;
}

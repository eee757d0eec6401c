import { type Clock, type Signaling, systemClock } from "@skale-calls/core";
import { createCallApi } from "./callApi.ts";
import { type CallFeed, defaultIntervals, followCalls, type Intervals } from "./followCalls.ts";

export interface SupabaseSignalingOptions {
  /** The project's address, such as `https://abc.supabase.co`. */
  url: string;
  /** The publishable (anon) key. */
  apiKey: string;
  /** The signed-in agent's access token; asked for before each request. Without one nothing rings. */
  getAccessToken(): Promise<string | null | undefined> | string | null | undefined;
  /**
   * Tells of changes, such as `createCallService(supabase)` of `@skale-calls/supabase-adapter`. Without it
   * the softphone reads every second what rings.
   */
  calls?: CallFeed;
  /** The edge function's name. Default `whatsapp-call`. */
  functionName?: string;
  /** Milliseconds between readings. */
  intervals?: Partial<Intervals>;
  /** Milliseconds an answer is awaited. Default 20,000. */
  timeout?: number;
  fetch?: typeof fetch;
  clock?: Clock;
}

/**
 * The signalling over the edge function `whatsapp-call` and the tables of
 * `@skale-calls/supabase-adapter`, by fetch alone.
 *
 * @example
 * const signaling = createSupabaseSignaling({
 *   url, apiKey,
 *   getAccessToken: async () => (await supabase.auth.getSession()).data.session?.access_token,
 *   calls: createCallService(supabase),
 * });
 */
export function createSupabaseSignaling(options: SupabaseSignalingOptions): Signaling {
  const {
    calls,
    clock = systemClock,
    functionName = "whatsapp-call",
    intervals,
    timeout = 20_000,
  } = options;
  const api = createCallApi({
    url: options.url,
    apiKey: options.apiKey,
    getAccessToken: options.getAccessToken,
    functionName,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    clock,
    timeout,
  });
  const { readRinging, readCalls, ...acts } = api;
  return {
    ...acts,
    ...followCalls({
      api: { readRinging, readCalls },
      ...(calls === undefined ? {} : { feed: calls }),
      clock,
      intervals: { ...defaultIntervals, ...intervals },
    }),
  };
}

import { type CallClient, createCallClient, type RequestClock } from "@skale-calls/core/client";
import type { SessionClient } from "./callsClient.ts";

export interface ApiOptions {
  /** The project's address, such as `https://abc.supabase.co`. */
  url: string;
  /** The publishable (anon) key. */
  apiKey: string;
  /**
   * The address of `createCallHandler`. Default: the edge function, `${url}/functions/v1/whatsapp-call`.
   */
  callsUrl?: string;
  /** Returns the agent's access token. Default: the token of the client's session. */
  getAccessToken?(): Promise<string | null | undefined> | string | null | undefined;
  fetch?: typeof fetch;
  /** Milliseconds to wait for a response of the call handler. Default 20,000. */
  timeout?: number;
  /** For tests. */
  clock?: RequestClock;
}

/** Creates the function that returns the signed-in agent's access token. */
export function tokenReader(
  supabase: SessionClient,
  { getAccessToken }: Pick<ApiOptions, "getAccessToken">,
): NonNullable<ApiOptions["getAccessToken"]> {
  return (
    getAccessToken ?? (async () => (await supabase.auth.getSession()).data.session?.access_token)
  );
}

/** Creates the client of the call handler for the agent who is signed in to Supabase. */
export function createApi(supabase: SessionClient, options: ApiOptions): CallClient {
  const { url, apiKey, callsUrl, fetch, timeout, clock } = options;
  return createCallClient({
    url: callsUrl ?? `${url.replace(/\/+$/, "")}/functions/v1/whatsapp-call`,
    headers: { apikey: apiKey },
    getAccessToken: tokenReader(supabase, options),
    ...(fetch === undefined ? {} : { fetch }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(clock === undefined ? {} : { clock }),
  });
}

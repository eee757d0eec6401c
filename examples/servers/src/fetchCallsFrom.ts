const functionPath = "/functions/v1/whatsapp-call";

/**
 * A `fetch` for the browser that sends the requests for the edge function to this server. All other requests go to
 * Supabase unchanged.
 *
 * @param callsUrl the address of the call handler, such as `https://app.example/api/calls`.
 * @example
 * const fetch = fetchCallsFrom("https://app.example/api/calls");
 * const supabase = createClient(url, publishableKey, { global: { fetch } });
 * const signaling = createSupabaseSignaling({ ...options, fetch });
 */
export function fetchCallsFrom(callsUrl: string): typeof fetch {
  return (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const isCalls = pathname === functionPath || pathname.startsWith(`${functionPath}/`);
    if (!isCalls) return fetch(input, init);
    const url = `${callsUrl}${pathname.slice(functionPath.length)}${search}`;
    return fetch(input instanceof Request ? new Request(url, input) : url, init);
  };
}

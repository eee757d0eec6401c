const functionPath = "/functions/v1/whatsapp-call";

/**
 * For the browser: a `fetch` that asks this server where the packages would ask the edge function. All other requests
 * go to Supabase as they are.
 *
 * @param callsUrl where the call handler is mounted, such as `https://app.example/api/calls`.
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

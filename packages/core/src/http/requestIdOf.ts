const ids = new WeakMap<Request, string>();

/** The id that a proxy or Supabase gave to the request, or a new one. A request keeps its id. */
export function requestIdOf(request: Request): string {
  const { headers } = request;
  const id =
    ids.get(request) ??
    ((headers.get("x-request-id") ?? headers.get("sb-request-id"))?.slice(0, 100) ||
      crypto.randomUUID());
  ids.set(request, id);
  return id;
}

const isDeno = "Deno" in globalThis;

/**
 * A body that is sent once. Deno's fetch sends a buffered body again by itself when a kept connection
 * is cut before the answer, POSTs too, which would dial twice (seen in Deno 2.9); a stream it cannot
 * repeat. Elsewhere the body is plain JSON, with its length.
 */
export function writeBody(body: unknown, headers: Record<string, string>) {
  if (body === undefined) return { headers };
  if (!isDeno) return { headers, json: body };
  return {
    headers: { ...headers, "content-type": "application/json" },
    body: new Blob([JSON.stringify(body)]).stream(),
    duplex: "half",
  } as const;
}

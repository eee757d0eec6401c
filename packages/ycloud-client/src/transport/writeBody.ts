const isDeno = "Deno" in globalThis;

/**
 * Creates a body that is sent only once. If a kept-alive connection breaks before the response, Deno's `fetch` sends a
 * buffered body again, even for a POST (seen in Deno 2.9), and a call would be dialled twice. Deno cannot send a stream
 * again. In other runtimes the body is plain JSON, with its length.
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

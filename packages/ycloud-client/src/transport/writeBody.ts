const isDeno = "Deno" in globalThis;

/**
 * Makes a body that is sent only once. When a kept-alive connection breaks before the answer, Deno's fetch
 * repeats a buffered body, even of a POST, which would dial twice (seen in Deno 2.9); it cannot repeat a
 * stream. In other runtimes the body is plain JSON, with its length.
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

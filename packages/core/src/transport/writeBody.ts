const isDeno = "Deno" in globalThis;

/** How a body is written: as JSON, or as a form. A form repeats the name of a list for each of its values. */
export type Encoding = "json" | "form";

const contentTypes: Readonly<Record<Encoding, string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
};

/**
 * Creates a body that is sent only once. If a kept-alive connection breaks before the response, Deno's `fetch` sends a
 * buffered body again, even for a POST (seen in Deno 2.9), and a call would be dialled twice. Deno cannot send a stream
 * again. In other runtimes the body is plain text, with its length.
 */
export function writeBody(
  body: unknown,
  headers: Record<string, string>,
  encoding: Encoding = "json",
) {
  if (body === undefined) return { headers };
  const text = encoding === "json" ? JSON.stringify(body) : writeForm(body as object);
  const typed = { ...headers, "content-type": contentTypes[encoding] };
  if (!isDeno) return { headers: typed, body: text };
  return { headers: typed, body: new Blob([text]).stream(), duplex: "half" } as const;
}

function writeForm(fields: object): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) form.append(name, String(one));
    }
  }
  return form.toString();
}

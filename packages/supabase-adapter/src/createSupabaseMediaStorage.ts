import { CallsError, type MediaStorage, mediaBucket } from "@skale-calls/core";

export interface SupabaseMediaStorageOptions {
  /** The project's address, such as `https://abc.supabase.co`. */
  url: string;
  /** The secret (service role) key. */
  key: string;
  /** The private bucket. Default: the bucket that the migrations create, `whatsapp-call-media`. */
  bucket?: string;
  fetch?: typeof fetch;
}

/**
 * Creates the `MediaStorage` in a bucket of Supabase Storage. It sends plain requests, because supabase-js reads a file into
 * memory before it uploads or downloads it; here a file passes as a stream in Node and Deno.
 *
 * @throws CallsError from its methods: `storage_unavailable`, `storage_refused`, `media_not_found`, `media_too_large`.
 * @example
 * const storage = createSupabaseMediaStorage({ url: SUPABASE_URL, key: secretKey });
 */
export function createSupabaseMediaStorage(options: SupabaseMediaStorageOptions): MediaStorage {
  const { url, key, bucket = mediaBucket } = options;
  const send = options.fetch ?? ((input, init) => fetch(input, init));
  const base = `${url.replace(/\/+$/, "")}/storage/v1/object/${encodeURIComponent(bucket)}`;
  const address = (path: string) => `${base}/${path.split("/").map(encodeURIComponent).join("/")}`;

  async function request(
    target: string,
    init: RequestInit & { duplex?: "half" },
  ): Promise<Response> {
    const headers = { apikey: key, authorization: `Bearer ${key}`, ...init.headers };
    let response: Response;
    try {
      response = await send(target, { ...init, headers });
    } catch (cause) {
      throw new CallsError("storage_unavailable", { cause });
    }
    if (response.ok || response.status === 416) return response;
    throw storageError(response.status, await response.text().catch(() => ""));
  }

  return {
    async put(path, body, { type, signal }) {
      const response = await request(address(path), {
        method: "POST",
        body,
        // Required for a body that is a stream. The types of TypeScript's DOM library do not have it.
        duplex: "half",
        headers: { "content-type": type, "cache-control": "private, no-store", "x-upsert": "true" },
        ...(signal === undefined ? {} : { signal }),
      });
      await response.body?.cancel();
    },
    get: (path, { range } = {}) =>
      request(address(path), { headers: range === undefined ? {} : { range } }),
    async remove(paths) {
      if (paths.length === 0) return;
      const response = await request(base, {
        method: "DELETE",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ prefixes: paths }),
      });
      await response.body?.cancel();
    },
  };
}

/** Storage often answers 400, and has the status that is meant in its body: `{ statusCode: "404", error, message }`. */
function storageError(httpStatus: number, text: string): CallsError {
  const { statusCode, error, message } = parseBody(text);
  const status = Number(statusCode ?? httpStatus);
  const cause = new Error(String(message ?? error ?? `HTTP ${httpStatus}`));
  if (status === 404 && !/bucket/i.test(`${error} ${message}`)) {
    return new CallsError("media_not_found", { cause });
  }
  if (status === 413) return new CallsError("media_too_large", { cause });
  const mayPass = status === 408 || status === 409 || status === 429 || status >= 500;
  return new CallsError(mayPass ? "storage_unavailable" : "storage_refused", { cause });
}

function parseBody(text: string): Partial<Record<"statusCode" | "error" | "message", unknown>> {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}

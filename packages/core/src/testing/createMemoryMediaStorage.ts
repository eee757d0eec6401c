import type { MediaStorage } from "../ports/mediaStorage.ts";
import { CallsError } from "../vocabulary/callsError.ts";

export interface StoredFile {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A `MediaStorage` in memory whose files can be read. */
export interface MemoryMediaStorage extends MediaStorage {
  readonly files: Map<string, StoredFile>;
  /** Runs this function before each act. Null removes the function. */
  before(act: ((act: "put" | "get" | "remove") => Promise<void> | void) | null): void;
}

/**
 * @example
 * const storage = createMemoryMediaStorage();
 * storage.before(() => { throw new CallsError("storage_unavailable"); });
 */
export function createMemoryMediaStorage(): MemoryMediaStorage {
  const files = new Map<string, StoredFile>();
  let hook: Parameters<MemoryMediaStorage["before"]>[0] = null;
  return {
    files,
    before(act) {
      hook = act;
    },
    async put(path, body, { type }) {
      await hook?.("put");
      const bytes = new Uint8Array(await new Response(body).arrayBuffer());
      files.set(path, { type, bytes });
    },
    async get(path, { range } = {}) {
      await hook?.("get");
      const file = files.get(path);
      if (!file) throw new CallsError("media_not_found");
      const { bytes, type } = file;
      const headers = { "content-type": type, "accept-ranges": "bytes" };
      const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
      if (first === undefined) return new Response(bytes, { headers });
      const start = Number(first);
      const end = Math.min(last ? Number(last) : bytes.length - 1, bytes.length - 1);
      return new Response(bytes.slice(start, end + 1), {
        status: 206,
        headers: { ...headers, "content-range": `bytes ${start}-${end}/${bytes.length}` },
      });
    },
    async remove(paths) {
      await hook?.("remove");
      for (const path of paths) files.delete(path);
    },
  };
}

/**
 * Stores recordings and transcripts. All methods throw `CallsError`: `storage_unavailable` if a retry may help,
 * `storage_refused` if it may not.
 */
export interface MediaStorage {
  /** Writes a file, and replaces a file with the same path. The body is a stream, so the memory that it needs is bounded. */
  put(
    path: string,
    body: ReadableStream<Uint8Array>,
    options: { type: string; signal?: AbortSignal },
  ): Promise<void>;
  /**
   * Reads a file. The response is 200, or 206 or 416 for a `range` that the storage supports.
   *
   * @throws CallsError `media_not_found`.
   */
  get(path: string, options?: { range?: string }): Promise<Response>;
  /** Deletes files. A file that does not exist is no error. */
  remove(paths: readonly string[]): Promise<void>;
}

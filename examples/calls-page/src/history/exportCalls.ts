import type { CallFilters, CallService, ListedCall } from "@skale-calls/supabase-adapter";

interface ExportOptions {
  calls: Pick<CallService, "fetchWhatsappCallsPage">;
  filters: CallFilters;
  /** The lines of a file for some calls. */
  write: (calls: readonly ListedCall[]) => string | Promise<string>;
  /** How many calls are written so far. */
  onProgress: (count: number) => void;
  signal: AbortSignal;
}

/** The most that the service gives at once. */
const pageSize = 500;

/**
 * Reads all calls that fit, page by page, and writes each page as it comes, so that the browser is never kept busy
 * and no call is held longer than its page.
 *
 * @returns the parts of the file.
 * @throws what `fetchWhatsappCallsPage` throws, and the signal's reason when it is aborted.
 */
export async function exportCalls({
  calls,
  filters,
  write,
  onProgress,
  signal,
}: ExportOptions): Promise<string[]> {
  const parts: string[] = [];
  let count = 0;
  let after: string | null = null;
  do {
    const page = await calls.fetchWhatsappCallsPage({ ...filters, limit: pageSize, after });
    signal.throwIfAborted();
    parts.push(await write(page.calls));
    count += page.calls.length;
    onProgress(count);
    after = page.next;
  } while (after !== null);
  return parts;
}

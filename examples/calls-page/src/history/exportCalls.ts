import type { CallFilters, CallService, ListedCall } from "@skale-calls/supabase-adapter";

interface ExportOptions {
  calls: Pick<CallService, "fetchWhatsappCallsPage">;
  filters: CallFilters;
  /** Writes the lines of a file for some calls. */
  write: (calls: readonly ListedCall[]) => string | Promise<string>;
  /** Receives the number of calls that have been written so far. */
  onProgress: (count: number) => void;
  signal: AbortSignal;
}

/** The largest page that the service returns. */
const pageSize = 500;

/**
 * Reads all calls that match, page by page, and writes each page when it arrives. The browser stays responsive, and only
 * one page of calls is in memory.
 *
 * @returns the parts of the file.
 * @throws the errors of `fetchWhatsappCallsPage`, and the signal's reason when it is aborted.
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

import type { CallsPage, ListedCall } from "@skale-calls/supabase-adapter";

const noCalls: readonly ListedCall[] = [];

/** All calls that were read, each once: one that moved between two readings stands on both pages. */
export function listCalls(
  data: { pages: readonly CallsPage[] } | undefined,
): readonly ListedCall[] {
  if (data === undefined) return noCalls;
  const seen = new Set<string>();
  return data.pages.flatMap((page) => page.calls.filter(({ id }) => !seen.has(id) && seen.add(id)));
}

import type { CallChangeKind, CallsPage, ListedCall } from "@skale-calls/supabase-adapter";

export interface CallChange {
  /** With its transcript only when it was read alone. */
  call: ListedCall & { transcript?: string | null };
  kind: CallChangeKind;
}

/**
 * Brings pages that were read before up to date, without reading them again: a changed call is replaced, a new one
 * comes to its place, and one that no longer fits leaves.
 *
 * @param fits whether the list shows a call.
 * @returns the very same pages when nothing of them changed.
 */
export function patchCallPages(
  pages: readonly CallsPage[],
  changes: readonly CallChange[],
  fits: (call: ListedCall) => boolean,
): readonly CallsPage[] {
  return changes.reduce((patched, change) => patchOne(patched, change, fits), pages);
}

function patchOne(
  pages: readonly CallsPage[],
  { call, kind }: CallChange,
  fits: (call: ListedCall) => boolean,
): readonly CallsPage[] {
  const known = findCall(pages, call.id);
  // Our own change may be in the list already when the news of an older one arrives.
  if (known && kind !== "removed" && isOlder(call, known)) return pages;
  const stays = kind !== "removed" && fits(call);
  if (!known) return stays ? insertCall(pages, call) : pages;
  if (!stays) return replaceCall(pages, call.id, []);
  return known.created_at === call.created_at
    ? replaceCall(pages, call.id, [call])
    : insertCall(replaceCall(pages, call.id, []), call);
}

function findCall(pages: readonly CallsPage[], id: string): ListedCall | undefined {
  for (const page of pages) {
    const found = page.calls.find((call) => call.id === id);
    if (found) return found;
  }
  return undefined;
}

function replaceCall(
  pages: readonly CallsPage[],
  id: string,
  by: readonly ListedCall[],
): readonly CallsPage[] {
  return pages.map((page) => {
    const index = page.calls.findIndex((call) => call.id === id);
    return index < 0 ? page : { ...page, calls: page.calls.toSpliced(index, 1, ...by) };
  });
}

/** The newest first. One that belongs behind the last page that was read comes with the next page. */
function insertCall(pages: readonly CallsPage[], call: ListedCall): readonly CallsPage[] {
  const found = pages.findIndex((page) => page.calls.some((other) => isNewer(call, other)));
  const hasMore = pages.at(-1)?.next !== null;
  if (found < 0 && hasMore && pages.some((page) => page.calls.length > 0)) return pages;
  const pageIndex = found < 0 ? pages.length - 1 : found;
  return pages.map((page, index) => {
    if (index !== pageIndex) return page;
    const before = page.calls.findIndex((other) => isNewer(call, other));
    return {
      ...page,
      calls: page.calls.toSpliced(before < 0 ? page.calls.length : before, 0, call),
    };
  });
}

/** As the database sorts: by creation, then by id, both descending; rows without a time first. */
function isNewer(call: ListedCall, other: ListedCall): boolean {
  const difference = createdTime(call) - createdTime(other);
  return difference > 0 || (difference === 0 && call.id > other.id) || Number.isNaN(difference);
}

/** A row of the guide's may have none. */
const createdTime = (call: ListedCall) =>
  call.created_at === null ? Number.POSITIVE_INFINITY : Date.parse(call.created_at);

/** Of one millisecond the one that comes later counts. */
export function isOlder(call: ListedCall, known: ListedCall): boolean {
  return Date.parse(call.updated_at) < Date.parse(known.updated_at);
}

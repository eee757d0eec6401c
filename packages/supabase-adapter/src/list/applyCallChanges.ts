import type { CallChange } from "../callChanges.ts";
import type { ListedCall } from "../database.ts";
import { microsecondsOf } from "../timestamp.ts";
import { compareNewest, type Place } from "./callOrder.ts";

export interface ListExtent {
  /** Whether the list shows a call. */
  fits(call: ListedCall): boolean;
  /** The last row that was read, where there are more behind it; null when all were read. */
  end: Place | null;
}

/**
 * Brings a list that was read before up to date without reading it again: a changed call is replaced, a new one comes to its
 * place, and one that no longer fits leaves. Calls behind the end come with the next page. In one pass, however many changes
 * there are.
 *
 * @returns the very same list when nothing of it changed.
 */
export function applyCallChanges(
  calls: readonly ListedCall[],
  changes: readonly CallChange[],
  { fits, end }: ListExtent,
): readonly ListedCall[] {
  const newest = newestChanges(changes);
  const arriving: ListedCall[] = [];
  let isChanged = false;

  const staying = calls.flatMap((known) => {
    const change = newest.get(known.id);
    newest.delete(known.id);
    // Our own change may be in the list already when an older one is told.
    if (!change || (change.kind !== "removed" && !isNewer(change.call, known))) return known;
    isChanged = true;
    if (change.kind === "removed" || !fits(change.call)) return [];
    if (change.call.created_at === known.created_at) return change.call;
    arriving.push(change.call);
    return [];
  });
  for (const { call, kind } of newest.values()) {
    if (kind !== "removed" && fits(call)) arriving.push(call);
  }

  const inExtent = arriving.filter((call) => end === null || compareNewest(call, end) <= 0);
  if (!isChanged && inExtent.length === 0) return calls;
  return mergeSorted(staying, inExtent.sort(compareNewest));
}

/** The last word about each call: a removal, or the newest row. */
function newestChanges(changes: readonly CallChange[]): Map<string, CallChange> {
  const newest = new Map<string, CallChange>();
  for (const change of changes) {
    const before = newest.get(change.call.id);
    const isOutdated =
      before !== undefined &&
      before.kind !== "removed" &&
      change.kind !== "removed" &&
      isNewer(before.call, change.call);
    if (!isOutdated) newest.set(change.call.id, change);
  }
  return newest;
}

function isNewer(call: ListedCall, known: ListedCall): boolean {
  return (
    call.updated_at !== known.updated_at &&
    microsecondsOf(call.updated_at) > microsecondsOf(known.updated_at)
  );
}

function mergeSorted(
  calls: readonly ListedCall[],
  arriving: readonly ListedCall[],
): readonly ListedCall[] {
  if (arriving.length === 0) return calls;
  const merged: ListedCall[] = [];
  let index = 0;
  for (const call of calls) {
    for (
      let next = arriving[index];
      next !== undefined && compareNewest(next, call) < 0;
      next = arriving[index]
    ) {
      merged.push(next);
      index++;
    }
    merged.push(call);
  }
  return [...merged, ...arriving.slice(index)];
}

/**
 * A page behind those that were read before. A call that moved between two readings stands once, as it was read last; a row
 * that is known in a newer version stays.
 */
export function appendPage(
  calls: readonly ListedCall[],
  page: readonly ListedCall[],
): readonly ListedCall[] {
  const changes = page.map((call): CallChange => ({ call, kind: "updated" }));
  return applyCallChanges(calls, changes, { fits: () => true, end: null });
}

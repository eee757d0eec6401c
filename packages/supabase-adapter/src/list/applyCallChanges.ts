import type { ListedCall } from "../database.ts";
import type { CallChange } from "../live/callChanges.ts";
import { microsecondsOf } from "../timestamp.ts";
import { compareNewest, type Place } from "./callOrder.ts";

export interface ListExtent {
  /** Whether the call matches the list's filters. */
  fits(call: ListedCall): boolean;
  /** The last row that was read, if more rows follow; null if all rows were read. */
  end: Place | null;
}

/**
 * Applies changes to a list, so that no second reading is needed: a changed call is replaced, a new call is inserted at its
 * position, and a call that no longer fits is removed. Calls that belong after the last row are ignored, because they come
 * with the next page. The function takes one pass for any number of changes.
 *
 * @returns the same list object when nothing in it changed.
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
    // The list may already contain our own change when an older version of the row arrives.
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

/** Finds the latest change of each call: a removal, or the newest row. */
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
 * Appends a page to the pages that were read before. A call that both contain appears once, in its newer version.
 */
export function appendPage(
  calls: readonly ListedCall[],
  page: readonly ListedCall[],
): readonly ListedCall[] {
  const changes = page.map((call): CallChange => ({ call, kind: "updated" }));
  return applyCallChanges(calls, changes, { fits: () => true, end: null });
}

import { isTerminal } from "@skale-calls/core";
import type { ListedCall } from "../database.ts";
import { microsecondsOf } from "../timestamp.ts";

/** `removed`: the row was merged with another row of the same call, or deleted. */
export type CallChangeKind = "inserted" | "updated" | "removed";

export interface CallChange {
  call: ListedCall;
  kind: CallChangeKind;
}

/**
 * How far each reading goes back, in milliseconds. `updated_at` is the start of a transaction, and a transaction that ends
 * later may have started earlier. The functions that write calls take far less time than this.
 */
const overlapMilliseconds = 10_000;

export interface CallChanges {
  /** Returns the `updated_at` from which to read; null means to read everything. */
  since(): string | null;
  /** Returns the changes among these rows that were not reported yet. */
  take(rows: readonly ListedCall[]): CallChange[];
  /** Returns the removal of the row with this id. Call this when the row was deleted. */
  remove(id: string): CallChange[];
}

/** A row that the guide's functions wrote may have no created_at. */
function isCreatedSince(call: { created_at: string | null }, start: number): boolean {
  return call.created_at !== null && microsecondsOf(call.created_at) >= start;
}

/**
 * Remembers which versions of which calls were reported, so that every change is reported once.
 *
 * @param newest the newest `updated_at` at the start; null when there were no calls.
 * @param known the calls that changed shortly before `newest`. They are not reported.
 */
export function trackCallChanges(newest: string | null, known: readonly ListedCall[]): CallChanges {
  const told = new Map(known.map((call) => [call.id, call]));
  const overlap = overlapMilliseconds * 1000;
  const start = newest === null ? Number.NEGATIVE_INFINITY : microsecondsOf(newest) - overlap;
  let latest = newest === null ? Number.NEGATIVE_INFINITY : microsecondsOf(newest);

  function remove(id: string): CallChange[] {
    const call = told.get(id);
    return call !== undefined && told.delete(id) ? [{ call, kind: "removed" }] : [];
  }

  function tell(call: ListedCall): CallChange[] {
    const before = told.get(call.id);
    if (before?.updated_at === call.updated_at) return [];
    // A call has one row. A second row with its call_id has been merged into this one.
    const merged = [...told.values()].filter(
      (other) => other.call_id === call.call_id && other.id !== call.id,
    );
    told.set(call.id, call);
    const isNew = before === undefined && isCreatedSince(call, start);
    return [
      ...merged.flatMap((other) => remove(other.id)),
      { call, kind: isNew ? "inserted" : "updated" },
    ];
  }

  /** Forgets calls that ended too long ago to be read again. */
  function forget(): void {
    for (const call of told.values()) {
      const isOld = microsecondsOf(call.updated_at) < latest - overlap;
      if (isOld && isTerminal(call.status)) told.delete(call.id);
    }
  }

  return {
    since: () =>
      Number.isFinite(latest)
        ? new Date(Math.floor((latest - overlap) / 1000)).toISOString()
        : null,
    take(rows) {
      const changes = rows.flatMap(tell);
      for (const row of rows) latest = Math.max(latest, microsecondsOf(row.updated_at));
      forget();
      return changes;
    },
    remove,
  };
}

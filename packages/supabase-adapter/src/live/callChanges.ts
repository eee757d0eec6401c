import { isTerminal } from "@skale-calls/core";
import type { Clock } from "@skale-calls/core/client";
import type { ListedCall } from "../database.ts";
import { microsecondsOf } from "../timestamp.ts";

/** `removed`: the row was merged with another row of the same call, or deleted. */
export type CallChangeKind = "inserted" | "updated" | "removed";

export interface CallChange {
  call: ListedCall;
  kind: CallChangeKind;
}

/**
 * How far a reading goes back behind the newest change, in milliseconds. `updated_at` is the start of a transaction, and a
 * transaction that ends later may have started earlier. The functions that write calls take far less time than this. So the
 * time from the arrival of the newest change to the last reading is subtracted: while nothing changes, a reading finds only that
 * change.
 */
const overlapMilliseconds = 10_000;

export interface CallChanges {
  /** Returns the `updated_at` from which the reading that begins now reads; null means to read everything. */
  since(): string | null;
  /** Returns the changes among these rows, which that reading has found, that were not reported yet. */
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
export function trackCallChanges(
  newest: string | null,
  known: readonly ListedCall[],
  clock: Pick<Clock, "now">,
): CallChanges {
  const told = new Map(known.map((call) => [call.id, call]));
  const overlap = overlapMilliseconds * 1000;
  const start = newest === null ? Number.NEGATIVE_INFINITY : microsecondsOf(newest) - overlap;
  let latest = newest === null ? Number.NEGATIVE_INFINITY : microsecondsOf(newest);
  /** When the newest change arrived, and when the last reading and the current one began. */
  let latestAt = clock.now();
  let readAt = latestAt;
  let readingAt = latestAt;

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
    since() {
      if (!Number.isFinite(latest)) return null;
      readingAt = clock.now();
      const back = Math.max(0, overlapMilliseconds - Math.max(0, readAt - latestAt));
      return new Date(Math.floor(latest / 1000) - back).toISOString();
    },
    take(rows) {
      readAt = readingAt;
      const changes = rows.flatMap(tell);
      for (const row of rows) {
        const updated = microsecondsOf(row.updated_at);
        if (updated > latest) {
          latest = updated;
          latestAt = clock.now();
        }
      }
      forget();
      return changes;
    },
    remove,
  };
}

import type { ListedCall } from "../database.ts";
import { microsecondsOf } from "../timestamp.ts";

/** The fields that determine the position in a list. */
export type Place = Pick<ListedCall, "id"> & { created_at: string | null };

/** A cache of creation times: rows are never mutated, and a listed row is compared many times. */
const times = new WeakMap<Place, number>();

/**
 * Compares calls in the database's order: by creation, then by id, both descending. Rows without a time come first. The result
 * is negative if `a` comes first.
 */
export function compareNewest(a: Place, b: Place): number {
  const [timeA, timeB] = [timeOf(a), timeOf(b)];
  if (timeA !== timeB) return timeA > timeB ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id > b.id ? -1 : 1;
}

function timeOf(place: Place): number {
  const known = times.get(place);
  if (known !== undefined) return known;
  const time =
    place.created_at === null ? Number.POSITIVE_INFINITY : microsecondsOf(place.created_at);
  times.set(place, time);
  return time;
}

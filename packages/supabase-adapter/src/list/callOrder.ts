import type { ListedCall } from "../database.ts";
import { microsecondsOf } from "../timestamp.ts";

/** What the order of a list goes by. */
export type Place = Pick<ListedCall, "id"> & { created_at: string | null };

/** Rows are never changed, and one that is in a list is compared with many. */
const times = new WeakMap<Place, number>();

/** Below zero when `a` comes first. As the database sorts: by creation, then by id, both descending; rows without a time first. */
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

import { type CallStatus, callStatuses } from "@skale-calls/core";
import type { CallsOfDay } from "@skale-calls/supabase-adapter";

/** One bar of the chart and one line of its table: a day, or the days from `first` to `last`. */
export interface CallsOfDays {
  /** `YYYY-MM-DD` */
  first: string;
  last: string;
  calls: number;
  byStatus: Readonly<Record<CallStatus, number>>;
}

/** The maximum number of bars. More bars would be too thin to read on a phone. */
const mostBars = 31;

/** Returns the days unchanged or, if there are too many, in groups of seven, counted back from the last day. */
export function countCalls(days: readonly CallsOfDay[]): CallsOfDays[] {
  const size = days.length > mostBars ? 7 : 1;
  const groups: CallsOfDays[] = [];
  for (let end = days.length; end > 0; end -= size) {
    groups.unshift(...addUp(days.slice(Math.max(0, end - size), end)));
  }
  return groups;
}

function addUp(days: readonly CallsOfDay[]): CallsOfDays[] {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const sum = (read: (day: CallsOfDay) => number) =>
    days.reduce((total, day) => total + read(day), 0);
  const byStatus = Object.fromEntries(
    callStatuses.map((status) => [status, sum((day) => day.byStatus[status])]),
  ) as Record<CallStatus, number>;
  return [{ first: first.day, last: last.day, calls: sum(({ calls }) => calls), byStatus }];
}

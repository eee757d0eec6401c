import { today } from "@internationalized/date";
import type { Period } from "./overviewSearch.ts";

export interface OverviewWindow {
  /** The first day's beginning, ISO 8601. */
  from: string;
  /** The end of today: the same the whole day long, so that it can be part of a query's key. */
  to: string;
  timeZone: string;
}

/** The last days up to the end of today, as the clocks of `timeZone` have them. */
export function findWindow(period: Period, timeZone: string): OverviewWindow {
  const tomorrow = today(timeZone).add({ days: 1 });
  return {
    from: tomorrow.subtract({ days: period }).toDate(timeZone).toISOString(),
    to: tomorrow.toDate(timeZone).toISOString(),
    timeZone,
  };
}

import { today } from "@internationalized/date";
import type { Period } from "./overviewSearch.ts";

export interface OverviewWindow {
  /** The start of the first day, ISO 8601. */
  from: string;
  /** The end of today. It is constant all day, so that it can be part of a query key. */
  to: string;
  timeZone: string;
}

/** Finds the time from the first day of the period to the end of today, in `timeZone`. */
export function findWindow(period: Period, timeZone: string): OverviewWindow {
  const tomorrow = today(timeZone).add({ days: 1 });
  return {
    from: tomorrow.subtract({ days: period }).toDate(timeZone).toISOString(),
    to: tomorrow.toDate(timeZone).toISOString(),
    timeZone,
  };
}

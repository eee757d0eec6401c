import type { CallHours } from "@skale-calls/core";

/** The business hours of every branch, with the next holidays. */
export function openingHours(now: Date): CallHours {
  const year = now.getUTCFullYear();
  const workdays = ([1, 2, 3, 4, 5] as const).flatMap((day) => [
    { day, open: "09:00", close: "14:00" },
    { day, open: "15:00", close: "19:00" },
  ]);
  return {
    time_zone: "America/Mexico_City",
    weekly: [...workdays, { day: 6, open: "09:00", close: "14:00" }],
    holidays: [
      { date: `${year}-12-24`, open: "09:00", close: "13:00" },
      { date: `${year}-12-25` },
      { date: `${year + 1}-01-01` },
    ],
  };
}

import * as z from "zod";
import type { CallHours } from "../vocabulary/account.ts";
import { isTimeZone } from "./isTimeZone.ts";
import { callHoursLimits, splitAtMidnight } from "./providerHours.ts";

const open = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Must be a time such as 09:00, at most 23:59.");
const close = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, "Must be a time such as 18:30, at most 24:00.");

const interval = z
  .object({
    day: z
      .literal([1, 2, 3, 4, 5, 6, 7])
      .describe("The weekday as in ISO 8601: Monday is 1, Sunday is 7."),
    open,
    close: close.describe("If it is not after `open`, the interval ends on the next day."),
  })
  .refine((times) => times.open !== times.close, "An interval needs a length.");

const holiday = z
  .object({
    date: z.iso.date(),
    open: open.optional(),
    close: close.optional(),
  })
  .refine(
    (times) => (times.open === undefined) === (times.close === undefined),
    "A holiday has both `open` and `close`, or neither.",
  )
  .refine(
    (times) => times.open === undefined || times.close === undefined || times.open < times.close,
    "The hours of a holiday must end on its date, after they began.",
  );

/** The business hours of an inbox. */
export const callHoursSchema = z
  .object({
    time_zone: z
      .string()
      .max(64)
      .refine(isTimeZone, "Must be an IANA time zone, such as America/Mexico_City."),
    weekly: z.array(interval).max(7 * callHoursLimits.intervalsPerDay),
    holidays: z.array(holiday).max(callHoursLimits.holidays).default([]),
  })
  .refine(
    ({ weekly }) => {
      const days = splitAtMidnight(weekly).map(({ day }) => day);
      return days.every(
        (day) => days.filter((other) => other === day).length <= callHoursLimits.intervalsPerDay,
      );
    },
    {
      path: ["weekly"],
      message:
        "A weekday has at most 2 intervals. An interval that goes past midnight counts for both days.",
    },
  )
  .refine(({ weekly }) => !overlap(splitAtMidnight(weekly)), {
    path: ["weekly"],
    message: "The intervals of a weekday must not overlap.",
  })
  .refine(({ holidays }) => new Set(holidays.map(({ date }) => date)).size === holidays.length, {
    path: ["holidays"],
    message: "A date may occur only once.",
  })
  .meta({
    id: "CallHours",
    description: "Business hours, in local time.",
  }) satisfies z.ZodType<CallHours>;

function overlap(intervals: CallHours["weekly"]): boolean {
  return intervals.some((a, index) =>
    intervals.slice(index + 1).some((b) => a.day === b.day && a.open < b.close && b.open < a.close),
  );
}

import * as z from "zod";

const time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):?[0-5]\d$/, "must be a time such as 0930")
  .transform((text) => text.replace(":", ""));

const days = [
  ...["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY"],
  ...["FRIDAY", "SATURDAY", "SUNDAY"],
] as [string, ...string[]];

const period = z.object({ day_of_week: z.enum(days), open_time: time, close_time: time });
const holiday = z.object({ date: z.iso.date(), start_time: time, end_time: time });

/** The most periods in a day, and holidays in a schedule. */
const most = { periods: 2, holidays: 20 };

/** `call_hours` of the settings, with Meta's rules ("Call settings"). */
export const callHoursSchema = z
  .object({
    status: z.enum(["ENABLED", "DISABLED"]),
    timezone_id: z.string().refine(isTimeZone, "must be a time zone").exactOptional(),
    weekly_operating_hours: z.array(period).exactOptional(),
    holiday_schedule: z.array(holiday).max(most.holidays).exactOptional(),
  })
  .superRefine(({ status, timezone_id, weekly_operating_hours: periods = [] }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (status === "ENABLED" && timezone_id === undefined) refuse("timezone_id", "is required");
    if (status === "ENABLED" && periods.length === 0) {
      refuse("weekly_operating_hours", "is required");
    }
    for (const day of days) {
      const ofDay = periods
        .filter(({ day_of_week }) => day_of_week === day)
        .sort((a, b) => a.open_time.localeCompare(b.open_time));
      if (ofDay.length > most.periods) {
        refuse("weekly_operating_hours", `has more than two periods on ${day}`);
      }
      if (ofDay.some(({ open_time, close_time }) => open_time >= close_time)) {
        refuse("weekly_operating_hours", `has a period on ${day} that ends before it begins`);
      }
      if (ofDay.some((next, index) => next.open_time < (ofDay[index - 1]?.close_time ?? ""))) {
        refuse("weekly_operating_hours", `has periods on ${day} that overlap`);
      }
    }
  });

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

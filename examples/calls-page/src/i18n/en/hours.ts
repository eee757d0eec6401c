import type { hours as es } from "../es/hours.ts";
import type { Texts } from "../texts.ts";

export const hours: Texts<typeof es> = {
  title: "Business hours",
  titleOf: "Business hours: {{inbox}}",
  failed: "The hours could not be loaded. Check the connection and try again.",
  none: "No hours: no call counts as outside of them.",
  open: "Open now",
  closedNow: "Closed now",
  opens: "Closed now. Opens {{when}}",
  closed: "Closed",
  timeZone: "Time of {{timeZone}}",
  holidays: "Special days",
  change: "Change hours",
  form: {
    title: "Change the hours",
    timeZone: "Time zone",
    timeZoneHelp: "Such as America/Mexico_City",
    days: "Such as 9:00-14:00, 16:00-19:00. Empty: closed.",
    holidays: "Special days",
    holidaysHelp: "One per line: 2026-12-25 is closed, 2026-12-24 9:00-13:00 opens in these hours.",
    save: "Save",
    remove: "Remove the hours",
    badTimeZone: "This is not a time zone, such as America/Mexico_City.",
    badDay: "Write the hours as 9:00-14:00, 16:00-19:00.",
    badHoliday: "Write one day per line, as 2026-12-25 or 2026-12-24 9:00-13:00.",
    refused:
      "The hours are not valid: at most two periods a day that do not overlap, and at most 20 different special days.",
    forbidden: "You may not change the hours.",
    failed: "The hours could not be saved. Try again.",
    saved: "Hours saved",
    removed: "Hours removed",
    notAtProvider:
      "The hours are saved here, but WhatsApp did not accept them: your contacts see the former ones.",
  },
};

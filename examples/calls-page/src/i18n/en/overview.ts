import type { overview as spanish } from "../es/overview.ts";
import type { Texts } from "../texts.ts";

export const overview: Texts<typeof spanish> = {
  title: "Overview",
  period: "Period",
  days_one: "{{count}} day",
  days_other: "{{count}} days",
  loading: "Loading the overview…",
  failed: "The overview could not be loaded. Check the connection and try again.",
  figures: "Figures of the period",
  calls: "Calls",
  callsCount_one: "{{count}} call",
  callsCount_other: "{{count}} calls",
  callsDetail: "{{incoming}} incoming, {{outgoing}} outgoing",
  incomingAnswered: "Incoming answered",
  outgoingAnswered: "Outgoing answered",
  incomingDetail: "{{answered}} of {{settled}}; {{missed}} missed",
  outgoingDetail: "{{answered}} of {{settled}}",
  averageTalk: "Average duration",
  averageTalkDetail: "per answered call; {{total}} in total",
  toReturn: "To return",
  toReturnDetail: "contacts waiting for your call",
  howCounted: "How they are counted",
  explain: {
    calls:
      "Calls: all calls that you can see in these days, including today. Calls logged by hand are not counted, because it is not known how they ended. A call whose direction is not known yet counts only in the total.",
    answered:
      "Answered: the share of answered calls among those that ended or were answered. Calls that still ring are not counted yet. Missed calls are incoming calls that nobody answered or declined.",
    averageTalk: "Average duration: the talk time of answered calls whose duration is known.",
    toReturn:
      "To return: contacts of your branch who called in these days, were not answered, and with whom nobody has talked since.",
  },
  byDay: "Calls by day",
  byWeek: "Calls by week",
  chartLabel:
    "{{title}} and how they ended, {{from}} to {{to}}. The figures are in the table below.",
  asTable: "Show as a table",
  tableOf: "Table: {{title}}",
  day: "Day",
  noCalls: "No calls in these days",
  noCallsMore: "Choose a longer period or make the first call.",
  toReturnTitle: "Missed calls to return",
  toReturnFailed: "The list could not be loaded. Check the connection and try again.",
  nothingToReturn: "No calls to return",
  nothingToReturnMore: "Contacts whose calls are not answered will appear here.",
  missedTimes_one: "{{count}} missed",
  missedTimes_other: "{{count}} missed",
  attempts_one: "{{count}} attempt without an answer",
  attempts_other: "{{count}} attempts without an answer",
  showAll_one: "Show {{count}}",
  showAll_other: "Show all {{count}}",
  showFewer: "Show fewer",
};

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
  averageTalkDetail: "per answered call; {{total}} in all",
  toReturn: "To return",
  toReturnDetail: "contacts who wait for your call",
  howCounted: "How they are counted",
  explain: {
    calls:
      "Calls: all that you can see in these days, today included. Those logged by hand do not count, because nobody knows how they ended. A call whose direction is not known yet counts in the total alone.",
    answered:
      "Answered: the share that somebody answered, of the calls that are over or were answered. Those that still ring do not count yet. Missed are the incoming ones that nobody answered or declined.",
    averageTalk: "Average duration: the time talked in answered calls of known duration.",
    toReturn:
      "To return: contacts of your branch who called in these days, whom nobody answered and nobody has talked to since.",
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
  nothingToReturnMore: "Contacts who call and are not answered will appear here.",
  missedTimes_one: "{{count}} missed",
  missedTimes_other: "{{count}} missed",
  attempts_one: "{{count}} attempt without an answer",
  attempts_other: "{{count}} attempts without an answer",
  showAll_one: "Show {{count}}",
  showAll_other: "Show all {{count}}",
  showFewer: "Show fewer",
};

/** A part of the Calls page that can be copied with shadcn's command. Its files are what its entries import, and so on. */
export interface RegistryItem {
  name: string;
  title: string;
  description: string;
  /** Files below `examples/calls-page/src`. */
  entries: readonly string[];
}

export const registryItems: readonly RegistryItem[] = [
  {
    name: "phone",
    title: "Phone",
    description:
      "Dial pad, banner of incoming calls, the bar of the current call, devices, permission to call.",
    entries: ["phone/PhoneProvider.tsx", "phone/PhonePanel.tsx"],
  },
  {
    name: "call-history",
    title: "Call history",
    description: "The list of calls with search, filters, live changes and export.",
    entries: ["history/HistoryPage.tsx"],
  },
  {
    name: "call-detail",
    title: "A call's detail",
    description: "Facts, notes, recording, transcript and events of one call.",
    entries: ["call/CallDetail.tsx"],
  },
  {
    name: "call-recording",
    title: "Recording",
    description: "The player of a recording.",
    entries: ["call/CallRecording.tsx"],
  },
  {
    name: "calls-overview",
    title: "Overview",
    description: "Key figures, calls by day, calls to return, costs.",
    entries: ["overview/OverviewPage.tsx"],
  },
  {
    name: "calls-to-return",
    title: "Calls to return",
    description: "Missed calls that nobody has returned, each with one click.",
    entries: ["overview/CallsToReturn.tsx"],
  },
  {
    name: "call-permission",
    title: "Permission to call",
    description: "Whether a contact may be called, and the request.",
    entries: ["phone/permission/PermissionPanel.tsx"],
  },
  {
    name: "call-availability",
    title: "Availability",
    description: "Why a number cannot call, and what to do.",
    entries: ["phone/AvailabilityBanner.tsx"],
  },
  {
    name: "call-hours",
    title: "Business hours",
    description: "Shows and changes the business hours of a number.",
    entries: ["hours/BusinessHours.tsx"],
  },
  {
    name: "call-status",
    title: "Status badge",
    description: "The status of a call, in words and colour.",
    entries: ["call/StatusBadge.tsx"],
  },
  {
    name: "calls-page",
    title: "The whole page",
    description: "Everything, with the frame, the router and the sign-in.",
    entries: ["main.tsx"],
  },
];

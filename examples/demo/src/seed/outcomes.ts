import type { CallDirection, CallStatus, EndReason } from "@skale-calls/core";

/** The facts that are times, in the order in which they happen in a call. */
export type TimeFact =
  | "ringing_at"
  | "answered_at"
  | "declined_at"
  | "rejected_at"
  | "hangup_at"
  | "ended_at";

/** A possible outcome of a call: its facts, and its status. */
export interface Outcome {
  direction: CallDirection;
  status: CallStatus;
  end_reason: EndReason;
  /** The share of calls with this outcome, in percent. */
  share: number;
  /** Seconds since the start of the call. The end of an answered call depends on the length of the talk. */
  seconds: Partial<Record<TimeFact, number>>;
  end_cause?: string;
  error_code?: string;
}

export const talkedOut: Outcome = {
  direction: "saliente",
  status: "completada",
  end_reason: "completed",
  share: 33,
  seconds: { ringing_at: 3, answered_at: 11 },
};

export const talkedIn: Outcome = {
  direction: "entrante",
  status: "completada",
  end_reason: "completed",
  share: 26,
  seconds: { answered_at: 8 },
};

export const missed: Outcome = {
  direction: "entrante",
  status: "no_contestada",
  end_reason: "missed",
  share: 10,
  seconds: { ended_at: 36 },
};

export const busy: Outcome = {
  direction: "saliente",
  status: "fallida",
  end_reason: "busy",
  share: 3,
  seconds: { ended_at: 4 },
  end_cause: "busy",
};

export const notAnswered: Outcome = {
  direction: "saliente",
  status: "no_contestada",
  end_reason: "no_answer",
  share: 12,
  seconds: { ringing_at: 3, ended_at: 42 },
};

export const outcomes: readonly Outcome[] = [
  talkedOut,
  missed,
  busy,
  talkedIn,
  notAnswered,
  {
    direction: "saliente",
    status: "no_contestada",
    end_reason: "declined",
    share: 4,
    seconds: { ringing_at: 3, declined_at: 10, ended_at: 10 },
  },
  {
    direction: "saliente",
    status: "fallida",
    end_reason: "failed",
    share: 4,
    seconds: { ended_at: 5 },
    end_cause: "failed",
    error_code: "138019",
  },
  {
    direction: "saliente",
    status: "cancelada",
    end_reason: "cancelled",
    share: 5,
    seconds: { ringing_at: 3, hangup_at: 16, ended_at: 16 },
  },
  {
    direction: "entrante",
    status: "cancelada",
    end_reason: "rejected",
    share: 3,
    seconds: { rejected_at: 7, ended_at: 7 },
  },
];

/** `provider` is the provider of the call, `skale` an act of ours. */
type LedgerLine = readonly [
  kind: string,
  fact: TimeFact | "started_at",
  reportedBy: "provider" | "skale",
];

/** The kinds of events that reported the facts. */
export const ledgerLines: Readonly<Record<CallDirection, readonly LedgerLine[]>> = {
  saliente: [
    ["dialled", "started_at", "skale"],
    ["attached", "started_at", "skale"],
    ["ringing", "ringing_at", "provider"],
    ["accepted", "answered_at", "provider"],
    ["declined", "declined_at", "provider"],
    ["hangup", "hangup_at", "skale"],
    ["terminated", "ended_at", "provider"],
  ],
  entrante: [
    ["offer", "started_at", "provider"],
    ["answered", "answered_at", "skale"],
    ["rejected", "rejected_at", "skale"],
    ["terminated", "ended_at", "provider"],
  ],
};

/**
 * The time limits of the server side, in seconds. The SQL functions are generated from this table, and the code of
 * core and the texts of the HTTP contract read it. The softphone has time limits of its own (`Timings`).
 */
export const timeLimits = {
  /** A claim expires after this time without an accept. */
  claim: 15,
  /** An offer rings for this time after the time that its webhook states. It is as long as WhatsApp rings. */
  ring: 60,
  /** A row that a webhook created can be the ghost of a dialled row that is at most this old. */
  ghost: 120,
  /** The sweep expires an incoming call that nobody has answered after this time. */
  ringing: 90,
  /** The sweep expires an outgoing call that nobody has answered after this time. */
  outgoing: 120,
  /** The sweep counts a requested hang-up as the end of the call after this time. */
  hangup: 60,
  /** The sweep expires a conversation after 4 hours. */
  inProgress: 14_400,
  /** The sweep joins a dialled call that still has no provider's id with its ghost after this time. */
  pending: 60,
} as const;

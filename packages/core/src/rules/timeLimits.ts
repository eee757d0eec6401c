/**
 * Every limit of time that the server side keeps, in seconds. The SQL's functions are generated from this table, and
 * nothing else writes one of these numbers.
 */
export const timeLimits = {
  /** A claim lapses after so long without an accept. */
  claim: 15,
  /** An offer rings for so long by its envelope's time: WhatsApp rings for a minute. */
  ring: 60,
  /** A webhook that overtook our dial makes its row at most so long after the dialled one. */
  ghost: 120,
  /** The sweep expires an incoming call that nobody answered. */
  ringing: 90,
  /** The sweep expires an outgoing call that nobody answered. */
  outgoing: 120,
  /** The sweep counts a hang-up that was asked for. */
  hangup: 60,
  /** The sweep expires a conversation: 4 hours. */
  inProgress: 14_400,
  /** The sweep joins a dialled call without a provider's id with its ghost. */
  pending: 60,
} as const;

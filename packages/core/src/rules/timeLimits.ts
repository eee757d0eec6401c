/**
 * The time limits of the server side, in seconds. The SQL functions are generated from this table, and the code of
 * core and the texts of the HTTP contract read it. The softphone has time limits of its own (`Timings`).
 */
export const timeLimits = {
  /** A claim expires after this time if the call is not accepted. */
  claim: 15,
  /** An offer rings for this time after the time that its webhook states. WhatsApp rings for the same time. */
  ring: 60,
  /** A row that a webhook created can be the ghost of a dialled row that is at most this old. */
  ghost: 120,
  /** The sweep expires an incoming call that nobody has answered after this time. */
  ringing: 90,
  /** The sweep expires an outgoing call that nobody has answered after this time. */
  outgoing: 120,
  /** The sweep expires a call this long after its hang-up was requested, if no end was reported. */
  hangup: 60,
  /** The sweep expires a conversation after 4 hours. */
  inProgress: 14_400,
  /** After this time, the sweep joins a dialled call without a provider's id with its ghost. */
  pending: 60,
  /** One instance has this long to download a recording or transcript and to store it. */
  mediaLease: 300,
  /** The pause after the first failed attempt to store a recording or transcript; each further pause is twice as long. */
  mediaRetry: 30,
  /** The longest pause between two attempts: 6 hours. */
  mediaRetryMost: 21_600,
  /** A provider that states no other time deletes a recording or transcript after 30 days. */
  mediaLifetime: 2_592_000,
  /**
   * The sweep deletes an entry of the ledger that only passes through (`isPassing`) after 30 days. No sender repeats a webhook
   * for so long: the longest documented time is 7 days.
   */
  passingEvent: 2_592_000,
  /** `GET /availability` reads the settings of a number again if the last reading is older. */
  settings: 300,
  /** `GET /availability` waits this long for the settings. After it, the response has the stored state. */
  settingsWait: 3,
  /** `GET /health` waits this long for the database. Load balancers wait 5 s or more. */
  health: 2,
} as const;

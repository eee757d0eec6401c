/** How a provider delivers its webhooks. */
export interface DeliveryRules {
  /** The wait after each failed attempt, in milliseconds. After the last one there is no further attempt. */
  retryDelaysMs: readonly number[];
  /** Returns true if a response with this HTTP status ends the delivery. */
  isTaken(status: number): boolean;
  /** The time limit for a response, in milliseconds. */
  timeoutMs: number;
}

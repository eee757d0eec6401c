/**
 * WhatsApp's limits of call permissions, between one business number and one contact. Times are in seconds. The SQL
 * functions are generated from this table. Source: Meta's page "user call permissions", mid-2026. The numbers have
 * changed before, and WhatsApp's own refusal decides: a provider may state others (YCloud: 2 requests in 72 hours).
 */
export const permissionLimits = {
  /** Accepted requests. A connected call in either direction resets the counts. */
  requests: [
    { most: 1, seconds: 86_400 },
    { most: 2, seconds: 604_800 },
  ],
  /** A contact can answer a request for this time. */
  requestLife: 604_800,
  /** The life of a temporary permission whose answer does not state when it expires. */
  temporary: 604_800,
  /** Calls in a row without a pickup. WhatsApp warns the contact at the first number, and revokes at the second. */
  unanswered: { warning: 2, revocation: 4 },
} as const;

const day = 86_400;
const week = 604_800;

/**
 * WhatsApp's limits of call permissions, between one business number and one contact. Times are in seconds. The SQL
 * functions are generated from this table. Source: WhatsApp's page "user call permissions", mid-2026. The numbers have
 * changed before, and WhatsApp's own refusal decides: a provider may state others, such as 2 requests in 72 hours.
 */
export const permissionLimits = {
  /** Accepted requests. A connected call in either direction resets the counts. */
  requests: [
    { most: 1, seconds: day },
    { most: 2, seconds: week },
  ],
  /**
   * WhatsApp refused a request because of a limit (138009, or its limits of messages to one contact), so it counts requests
   * that we do not know. It states neither the limit nor its end. The shortest limit ends after `seconds`: then the request
   * is worth a new attempt. This is inferred. The codes are those of WhatsApp and ours.
   */
  refusal: { codes: ["permission_limit", "131049", "131050", "138009"], seconds: day },
  /** A contact can answer a request for this time after its delivery. */
  requestLife: week,
  /** The life of a temporary permission whose answer does not state when it expires. */
  temporary: week,
  /** Calls in a row without a pickup. WhatsApp warns the contact at the first number, and revokes at the second. */
  unanswered: { warning: 2, revocation: 4 },
} as const;

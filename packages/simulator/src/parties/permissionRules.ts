const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How a user replies to a call permission request. `none`: no reply. */
export const permissionReplies = ["accept", "accept_permanent", "reject", "none"] as const;
export type PermissionReplyKind = (typeof permissionReplies)[number];

/** WhatsApp's rules of call permissions, for each business number and user (Meta, "User call permissions", 2026). */
export const permissionRules = {
  /** The highest number of requests in each period. A connected call in either direction resets them. */
  requestLimits: [
    { ms: dayMs, most: 1 },
    { ms: 7 * dayMs, most: 2 },
  ],
  /** The highest number of calls of the business that the user picked up, in each period. */
  callLimits: [{ ms: dayMs, most: 100 }],
  /** How long the user can reply to a request. */
  requestMs: 7 * dayMs,
  /** How long a permission lasts that is not permanent. */
  permissionMs: 7 * dayMs,
  /** How long free-form messages are allowed after the user's last message or call. */
  windowMs: dayMs,
  /** After this number of calls in a row that the user rejected or did not answer, WhatsApp revokes the permission. */
  revokedAfter: 4,
} as const;

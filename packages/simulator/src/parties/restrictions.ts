import * as z from "zod";

/** What WhatsApp pauses, by the restriction's type (Meta, "Call settings"; the combined type since 2026). */
export const restrictionTypes = {
  RESTRICTED_BUSINESS_INITIATED_CALLING: ["BUSINESS_INITIATED"],
  RESTRICTED_USER_INITIATED_CALLING: ["USER_INITIATED"],
  RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING: ["BUSINESS_INITIATED", "USER_INITIATED"],
} as const;

export type RestrictionType = keyof typeof restrictionTypes;

/** The body of `PUT /_sim/numbers/{phone}`. It replaces the previous state of the number. */
export const numberSchema = z.strictObject({
  /** Whether calling is enabled in the number's settings. */
  calling: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  /** What WhatsApp has paused. */
  restriction: z
    .enum(Object.keys(restrictionTypes) as [RestrictionType, ...RestrictionType[]])
    .nullable()
    .default(null),
  /** When the restriction ends. Default: 7 days after the request. */
  restrictedUntil: z.iso.datetime().optional(),
  /** True: a user who calls the business permits calls for a week, whether the call is answered or not. */
  callbackPermission: z.boolean().default(false),
  /**
   * True: another partner of the business comes first, so that the number's messages arrive as `standby`, and of its calls
   * only the ends of those that the business makes. Only at Meta.
   */
  standby: z.boolean().default(false),
});

/** A pause that WhatsApp has imposed on a number. */
export interface Restriction {
  type: RestrictionType;
  /** Epoch milliseconds. */
  until: number;
}

/** How long WhatsApp restricts a number (Meta, "Call settings"). */
export const restrictionMs = 7 * 24 * 3_600_000;

import type { AvailabilityReasonCode } from "./availabilityReasons.ts";

interface RestrictionRule {
  reasons: readonly AvailabilityReasonCode[];
  /** How long the restriction lasts if WhatsApp gives no end; null if nothing is published. */
  days: number | null;
}

/**
 * WhatsApp's restrictions of calls. A pause lasts 7 days (WhatsApp's page "Call settings": pauses since 2026-01-27; the combined
 * type was seen in 2026 with the reason `LOW_CALLING_QUALITY`). For a hidden call button, WhatsApp publishes no end.
 */
export const restrictionRules = {
  RESTRICTED_BUSINESS_INITIATED_CALLING: { reasons: ["outgoing_restricted"], days: 7 },
  RESTRICTED_USER_INITIATED_CALLING: { reasons: ["incoming_restricted"], days: 7 },
  RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING: {
    reasons: ["outgoing_restricted", "incoming_restricted"],
    days: 7,
  },
  RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN: {
    reasons: ["call_button_hidden"],
    days: null,
  },
} as const satisfies Record<string, RestrictionRule>;

/**
 * How long a restriction without an end is believed, in days, if neither an event nor a reading repeats it. This period is ours:
 * that of WhatsApp's pauses. WhatsApp sends no event when it lifts a restriction, and not every provider tells the restrictions
 * in the settings. `icon_visibility` does not count: it is the business's own choice.
 */
export const believedDays = 7;

/** The warnings that WhatsApp sends before it restricts calls. */
export const violationRules: ReadonlyMap<string, AvailabilityReasonCode> = new Map([
  ["LOW_BUSINESS_INITIATED_CALLING_QUALITY", "quality_warning"],
  ["LOW_USER_INITIATED_CALLING_QUALITY", "quality_warning"],
  ["USER_INITIATED_CALLS_LOW_PICKUP_RATE", "pickup_low"],
]);

/**
 * How long a warning is shown, in days. WhatsApp's warnings have no end; this period is ours: the longer one of the pickup
 * rate.
 */
export const warningDays = 30;

/** The reasons of a restriction. An unknown restriction of calls is told as such; restrictions of messages are not told. */
export function reasonsOfRestriction(type: string): readonly AvailabilityReasonCode[] {
  if (Object.hasOwn(restrictionRules, type)) {
    return restrictionRules[type as keyof typeof restrictionRules].reasons;
  }
  return type.includes("CALL") ? ["other_restriction"] : [];
}

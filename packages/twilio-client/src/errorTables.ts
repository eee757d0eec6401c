import type { ErrorCode } from "@skale-calls/core";

/**
 * The meaning of Twilio's error codes that calls give, by Twilio's error dictionary
 * (https://www.twilio.com/docs/api/errors). The codes from 37000 on are those of WhatsApp calls. 37002, 37005 and 37006 are
 * not in it.
 */
export const twilioErrors: Readonly<Record<string, ErrorCode>> = {
  10001: "payment_required",
  10004: "concurrent_limit",
  20003: "provider_auth",
  20005: "payment_required",
  20403: "provider_auth",
  20404: "provider_not_found",
  20429: "rate_limited",
  21210: "invalid_parameter",
  21211: "invalid_parameter",
  21213: "invalid_parameter",
  21217: "invalid_parameter",
  21220: "call_ended",
  37000: "no_permission",
  // WhatsApp calls are not placed from this Twilio region.
  37001: "provider_refused",
  37003: "duplicate_call",
  37004: "rate_limited",
  37007: "not_available",
  // The sender is not registered, or has no voice application.
  37008: "calling_disabled",
  37009: "calling_disabled",
  70051: "provider_auth",
};

/** Returns our code for a code of Twilio, or undefined for a code that is not in the table. */
export function readTwilioError(code: string | number | undefined): ErrorCode | undefined {
  const key = String(code);
  return Object.hasOwn(twilioErrors, key) ? twilioErrors[key] : undefined;
}

import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** What any route that reads or writes calls may answer. */
export const generalErrors = [
  "unauthorized",
  "invalid_token",
  "misconfigured",
  "store_unavailable",
  "store_refused",
  "internal",
] as const satisfies readonly ErrorCode[];

/** What a route with a body may answer in addition. */
export const bodyErrors = [
  "invalid_json",
  "invalid_request",
  "body_too_large",
  "unsupported_media",
] as const satisfies readonly ErrorCode[];

/** What a phone number may be refused with. */
export const phoneErrors = [
  "phone_missing",
  "phone_invalid",
  "phone_too_short",
  "phone_too_long",
  "phone_unassigned",
  "phone_ambiguous",
  "phone_country_missing",
  "phone_country_unknown",
  "phone_is_user_id",
] as const satisfies readonly ErrorCode[];

/** Refusals of a provider, and failures to get its answer. */
export const providerErrors = [
  "no_permission",
  "permission_limit",
  "permission_already_granted",
  "window_closed",
  "call_limit",
  "concurrent_limit",
  "not_available",
  "receiver_uncallable",
  "calling_disabled",
  "calling_restricted",
  "account_restricted",
  "not_eligible",
  "invalid_sdp",
  "duplicate_call",
  "call_ended",
  "audio_connection_failed",
  "call_setup_failed",
  "no_audio_sent",
  "no_audio_received",
  "payment_required",
  "invalid_parameter",
  "provider_not_found",
  "provider_refused",
  "rate_limited",
  "provider_auth",
  "provider_error",
  "provider_unreachable",
  "provider_timeout",
  "provider_response_invalid",
] as const satisfies readonly ErrorCode[];

import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** Error codes of the installation. Every route that uses the store may return them. */
export const storeErrors = [
  "misconfigured",
  "store_unavailable",
  "store_refused",
  "internal",
] as const satisfies readonly ErrorCode[];

/** Error codes of the storage of recordings and transcripts. */
export const storageErrors = [
  "storage_unavailable",
  "storage_refused",
] as const satisfies readonly ErrorCode[];

/** Error codes that every route for calls may return. */
export const generalErrors = [
  "unauthorized",
  "invalid_token",
  "provider_not_configured",
  ...storeErrors,
] as const satisfies readonly ErrorCode[];

/** Error codes for a request body that cannot be read. */
export const readingErrors = [
  "invalid_json",
  "body_too_large",
  "unsupported_media",
] as const satisfies readonly ErrorCode[];

/** Error codes for a JSON body that cannot be read, or whose fields are not valid. */
export const bodyErrors = [
  ...readingErrors,
  "invalid_request",
] as const satisfies readonly ErrorCode[];

/** Error codes for the token of a webhook. */
export const tokenErrors = [
  "token_missing",
  "token_mismatch",
  "webhook_not_configured",
] as const satisfies readonly ErrorCode[];

/** Error codes for a phone number that is refused. */
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

/** Error codes for a provider that refuses a request or sends no clear response. */
export const providerErrors = [
  "no_permission",
  "permission_limit",
  "permission_already_granted",
  "window_closed",
  "template_not_found",
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

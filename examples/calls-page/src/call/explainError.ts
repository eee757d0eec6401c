import type { call as texts } from "../i18n/es/call.ts";

type Explanation = keyof typeof texts.error;

/** Our own codes of a refused dial, and WhatsApp's numbers (Meta, "Calling API error codes"). */
const explanations: Readonly<Record<string, Explanation>> = {
  failed: "failed",
  no_permission: "no_permission",
  permission_limit: "permission_limit",
  call_limit: "call_limit",
  concurrent_limit: "concurrent_limit",
  not_available: "not_available",
  receiver_uncallable: "receiver_uncallable",
  calling_disabled: "calling_disabled",
  calling_restricted: "calling_restricted",
  not_eligible: "not_eligible",
  duplicate_call: "duplicate_call",
  payment_required: "payment_required",
  rate_limited: "rate_limited",
  invalid_sdp: "connection",
  provider_error: "provider",
  provider_auth: "provider",
  provider_unreachable: "provider",
  provider_refused: "provider",
  131044: "payment_required",
  138000: "calling_disabled",
  138001: "receiver_uncallable",
  138002: "concurrent_limit",
  138003: "duplicate_call",
  138004: "connection",
  138005: "rate_limited",
  138006: "no_permission",
  138007: "connection",
  138009: "permission_limit",
  138012: "call_limit",
  138013: "not_available",
  138014: "calling_restricted",
  138015: "not_eligible",
  138018: "not_eligible",
  138019: "setup_failed",
  138020: "connection",
  138021: "no_audio_sent",
  138022: "no_audio_received",
  138023: "connection",
};

/** The text that says in words what an error code means. */
export function explainError(code: string): Explanation {
  return explanations[code] ?? "unknown";
}

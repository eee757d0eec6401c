import type { ErrorCode } from "../vocabulary/errorCodes.ts";

/** The meaning of one of WhatsApp's error codes: our code, and WhatsApp's title in a short form. */
export interface WhatsappErrorMeaning {
  code: ErrorCode;
  reason: string;
}

/**
 * WhatsApp's error codes for calls and permission requests. They are the same with every provider. They arrive in the
 * response to a request, and as the `error_code` of a call that failed.
 *
 * HTTP statuses say less than these codes: 138000 and 138006 arrive with 401 and have nothing to do with a key.
 */
const meanings: Readonly<Record<string, WhatsappErrorMeaning>> = {
  // Calls: https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/troubleshooting
  "100": { code: "invalid_parameter", reason: "Invalid parameter, for example in the SDP" },
  "613": { code: "rate_limited", reason: "Limit of call permission queries reached" },
  "131009": { code: "invalid_parameter", reason: "Parameter value is not valid" },
  "131026": { code: "receiver_uncallable", reason: "Message undeliverable to this contact" },
  "131030": {
    code: "receiver_uncallable",
    reason: "Contact not in the test number's allowed list",
  },
  "131044": { code: "payment_required", reason: "No valid payment method" },
  "131055": { code: "not_eligible", reason: "Method not allowed: the number calls by SIP" },
  "131062": { code: "invalid_parameter", reason: "Recipients by user id are not supported here" },
  "138000": { code: "calling_disabled", reason: "Calling not enabled" },
  "138001": { code: "receiver_uncallable", reason: "Receiver uncallable" },
  "138002": { code: "concurrent_limit", reason: "Concurrent calls limit reached" },
  "138003": { code: "duplicate_call", reason: "Duplicate call" },
  "138004": { code: "audio_connection_failed", reason: "Connection error" },
  "138005": { code: "rate_limited", reason: "Call rate limit reached" },
  "138006": { code: "no_permission", reason: "No approved call permission found" },
  "138007": {
    code: "audio_connection_failed",
    reason: "Connect timeout: the SDP was not applied in time",
  },
  "138009": { code: "permission_limit", reason: "Call permission request limit reached" },
  "138012": { code: "call_limit", reason: "Limit of calls to this contact reached" },
  "138013": { code: "not_available", reason: "Business-initiated calling is not available" },
  "138014": { code: "calling_restricted", reason: "Calling is temporarily disabled" },
  "138015": { code: "not_eligible", reason: "Calling cannot be enabled: messaging limit too low" },
  "138017": { code: "permission_already_granted", reason: "Permanent call permission exists" },
  "138018": { code: "not_eligible", reason: "Technical prerequisites not met" },
  // Calls: these codes arrive only as the `error_code` of a call.
  "138019": { code: "call_setup_failed", reason: "Call setup failed" },
  "138020": { code: "audio_connection_failed", reason: "Relay connection failed" },
  "138021": { code: "no_audio_sent", reason: "Media receive timeout" },
  "138022": { code: "no_audio_received", reason: "Media transmit timeout" },
  "138023": { code: "audio_connection_failed", reason: "Ended with no media signals" },
  // Calls: these codes are not in that list. Their sources are a provider's client, and WhatsApp's FAQ, which gives no
  // definition.
  "138008": { code: "invalid_sdp", reason: "SDP validation failed" },
  "138011": {
    code: "provider_refused",
    reason: "Permission request refused before any message was exchanged",
  },
  // Messages and access: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
  "0": { code: "provider_auth", reason: "Access token not valid" },
  "1": { code: "provider_error", reason: "Unknown error of the API" },
  "2": { code: "provider_error", reason: "API temporarily not available" },
  "3": { code: "provider_auth", reason: "API method not allowed to this app" },
  "4": { code: "rate_limited", reason: "Application request limit reached" },
  "10": { code: "provider_auth", reason: "Permission not granted or removed" },
  "17": { code: "rate_limited", reason: "User request limit reached" },
  "32": { code: "rate_limited", reason: "Page request limit reached" },
  "33": { code: "provider_not_found", reason: "Business phone number was deleted" },
  "102": { code: "provider_auth", reason: "API session has ended" },
  "104": { code: "provider_auth", reason: "Request lacks a valid signature (appsecret_proof)" },
  "190": { code: "provider_auth", reason: "Access token expired" },
  "200": { code: "provider_auth", reason: "API permission missing" },
  "341": { code: "rate_limited", reason: "Application limit reached" },
  "368": { code: "account_restricted", reason: "Temporarily blocked for policy violations" },
  "80007": { code: "rate_limited", reason: "WhatsApp Business account rate limit reached" },
  "130429": { code: "rate_limited", reason: "Throughput limit reached" },
  "130472": {
    code: "receiver_uncallable",
    reason: "Not delivered: the contact is part of an experiment",
  },
  "130497": { code: "not_available", reason: "Business restricted in the contact's country" },
  "131000": { code: "provider_error", reason: "Something went wrong at WhatsApp" },
  "131005": { code: "provider_auth", reason: "Access denied by WhatsApp" },
  "131008": { code: "invalid_parameter", reason: "Required parameter is missing" },
  "131016": { code: "provider_error", reason: "Service temporarily not available" },
  "131021": { code: "invalid_parameter", reason: "Recipient is the sender" },
  "131031": { code: "account_restricted", reason: "Business account locked" },
  "131037": { code: "not_eligible", reason: "The number's display name is not approved" },
  "131042": { code: "payment_required", reason: "Business payment issue" },
  "131045": { code: "not_eligible", reason: "Phone number registration failed" },
  "131047": { code: "window_closed", reason: "More than 24 hours since the contact wrote" },
  "131048": { code: "rate_limited", reason: "Spam rate limit reached" },
  "131049": { code: "permission_limit", reason: "Not delivered, to limit messages per contact" },
  "131050": { code: "permission_limit", reason: "The contact stopped marketing messages" },
  "131051": { code: "invalid_parameter", reason: "Unsupported message type" },
  "131053": { code: "invalid_parameter", reason: "Media could not be uploaded" },
  "131056": {
    code: "rate_limited",
    reason: "Limit between this business and this contact reached",
  },
  "131057": { code: "provider_error", reason: "Business account in maintenance" },
  "132000": { code: "invalid_parameter", reason: "Number of template parameters is wrong" },
  "132001": { code: "template_not_found", reason: "Template does not exist in this language" },
  "132007": { code: "provider_refused", reason: "Template violates WhatsApp's policy" },
  "132012": { code: "invalid_parameter", reason: "Format of a template parameter is wrong" },
  "132015": { code: "provider_refused", reason: "Template is paused" },
  "132016": { code: "provider_refused", reason: "Template is disabled" },
  "133010": { code: "not_eligible", reason: "Phone number not registered" },
  "135000": { code: "provider_refused", reason: "Message failed for an unknown reason" },
  "139000": { code: "calling_restricted", reason: "Blocked by WhatsApp's integrity checks" },
  // A provider lists this code without a definition. It is read like the older code 1013, "user is not valid".
  "131013": { code: "receiver_uncallable", reason: "Recipient is not valid" },
};

/** Every WhatsApp error code that has a meaning in this table. */
export const whatsappErrorCodes: readonly string[] = /* @__PURE__ */ Object.keys(meanings);

/**
 * Returns the meaning of a WhatsApp error code, or undefined for an unknown code. The codes 138010 and 138016 exist,
 * but nobody has published their meaning.
 *
 * @example
 * readWhatsappError("138006"); // { code: "no_permission", reason: "No approved call permission found" }
 */
export function readWhatsappError(whatsappCode: string | number): WhatsappErrorMeaning | undefined {
  const key = String(whatsappCode);
  return Object.hasOwn(meanings, key) ? meanings[key] : undefined;
}

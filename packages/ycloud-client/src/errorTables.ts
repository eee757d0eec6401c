import type { ErrorCode } from "@skale-calls/core";

/** What an error code of the provider means to us; `reason` is the provider's name for it, in short. */
export interface ErrorMeaning {
  code: ErrorCode;
  reason: string;
}

/**
 * WhatsApp's error codes (`error.whatsappApiError.code`) that calls and permission requests meet. From
 * Meta's calling error reference, and YCloud's list of WhatsApp errors. 138000 and 138006 come with
 * HTTP 401 and have nothing to do with the key. A code that is not here is `provider_refused`, or what
 * YCloud's own code or the HTTP status says.
 */
export const whatsappErrors: Readonly<Record<string, ErrorMeaning>> = {
  "4": { code: "rate_limited", reason: "Application request limit reached" },
  "100": { code: "invalid_parameter", reason: "Invalid parameter, an SDP's among them" },
  "613": { code: "rate_limited", reason: "Call permission API limit hit" },
  "80007": { code: "rate_limited", reason: "WhatsApp Business account rate limit hit" },
  "130429": { code: "rate_limited", reason: "Throughput limit reached" },
  "131000": { code: "provider_error", reason: "Something went wrong at WhatsApp" },
  "131005": { code: "provider_refused", reason: "Access denied by WhatsApp" },
  "131009": { code: "invalid_parameter", reason: "Parameter value is not valid" },
  "131026": { code: "receiver_uncallable", reason: "Message undeliverable to this contact" },
  "131030": {
    code: "receiver_uncallable",
    reason: "Contact not in the test number's allowed list",
  },
  "131042": { code: "payment_required", reason: "Business payment issue" },
  "131044": { code: "payment_required", reason: "No valid payment method" },
  "131055": { code: "not_eligible", reason: "Method not allowed: the number calls by SIP" },
  "131056": { code: "rate_limited", reason: "Limit between this business and this contact hit" },
  "131062": { code: "invalid_parameter", reason: "Recipients by user id are not supported here" },
  "138000": { code: "calling_disabled", reason: "Calling not enabled" },
  "138001": { code: "receiver_uncallable", reason: "Receiver uncallable" },
  "138002": { code: "concurrent_limit", reason: "Concurrent calls limit" },
  "138003": { code: "duplicate_call", reason: "Duplicate call" },
  "138004": { code: "provider_error", reason: "Connection error" },
  "138005": { code: "rate_limited", reason: "Call rate limit exceeded" },
  "138006": { code: "no_permission", reason: "No approved call permission found" },
  "138007": { code: "provider_error", reason: "Connect timeout: the SDP was not applied in time" },
  "138008": { code: "invalid_sdp", reason: "SDP validation failed" },
  "138009": { code: "permission_limit", reason: "Call permission request limit hit" },
  "138012": { code: "call_limit", reason: "Limit of calls to this contact hit" },
  "138013": { code: "not_available", reason: "Business-initiated calling is not available" },
  "138014": { code: "calling_restricted", reason: "Calling is temporarily disabled" },
  "138015": { code: "not_eligible", reason: "Calling cannot be enabled: messaging limit too low" },
  "138017": { code: "permission_already_granted", reason: "Permanent call permission exists" },
  "138018": { code: "not_eligible", reason: "Technical prerequisites not met" },
  "138019": { code: "provider_error", reason: "Call setup failed" },
  "138020": { code: "provider_error", reason: "Relay connection failed" },
  "138021": { code: "call_ended", reason: "Media receive timeout" },
  "138022": { code: "call_ended", reason: "Media transmit timeout" },
  "138023": { code: "call_ended", reason: "Ended with no media signals" },
  "139000": { code: "calling_restricted", reason: "Blocked by WhatsApp's integrity checks" },
};

/** YCloud's own error codes (`error.code`), as its error catalogue lists them. The catalogue is open. */
export const ycloudErrors: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: "invalid_parameter",
  PARAM_INVALID: "invalid_parameter",
  PARAM_INVALID_LENGTH: "invalid_parameter",
  PARAM_MISSING: "invalid_parameter",
  PARAM_NOT_MATCH: "invalid_parameter",
  MESSAGING_REGION_UNSUPPORTED: "not_available",
  WHATSAPP_DIRECT_SEND_UNSUPPORTED_COMPONENT: "invalid_parameter",
  UNAUTHORIZED: "provider_auth",
  FORBIDDEN: "provider_auth",
  ACCOUNT_LIMITED: "provider_refused",
  ACCOUNT_UNAVAILABLE: "provider_refused",
  BALANCE_INSUFFICIENT: "payment_required",
  CONTENT_PROHIBITED: "provider_refused",
  EMAIL_DOMAIN_UNVERIFIED: "provider_refused",
  RECIPIENT_IN_BLOCK_LIST: "provider_refused",
  RECIPIENT_UNSUBSCRIBED: "provider_refused",
  SENDER_ID_UNAVAILABLE: "provider_refused",
  SMS_SIGNATURE_UNAVAILABLE: "provider_refused",
  WHATSAPP_BUSINESS_ACCOUNT_UNAVAILABLE: "provider_refused",
  WHATSAPP_WABA_UNAVAILABLE: "provider_refused",
  WHATSAPP_PHONE_NUMBER_UNAVAILABLE: "provider_refused",
  WHATSAPP_TEMPLATE_UNAVAILABLE: "provider_refused",
  WHATSAPP_TEMPLATE_UNEDITABLE: "provider_refused",
  NOT_FOUND: "provider_not_found",
  ALREADY_EXISTS: "provider_refused",
  CONTENT_TOO_LARGE: "invalid_parameter",
  ACCOUNT_RATE_LIMITED: "rate_limited",
  SENDER_RATE_LIMITED: "rate_limited",
  TOO_MANY_REQUESTS: "rate_limited",
  INTERNAL_SERVER_ERROR: "provider_error",
  SERVICE_UNAVAILABLE: "provider_error",
};

/** What a bare HTTP status means, where the body names no code that we know. */
export const statusErrors: Readonly<Record<number, ErrorCode>> = {
  400: "invalid_parameter",
  401: "provider_auth",
  402: "payment_required",
  403: "provider_auth",
  404: "provider_not_found",
  413: "invalid_parameter",
  415: "invalid_parameter",
  422: "invalid_parameter",
  429: "rate_limited",
  504: "provider_timeout",
};

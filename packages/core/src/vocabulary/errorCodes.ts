/**
 * Every error code of the packages with its HTTP status and the sentence that tells a person what to
 * do. The codes are the stable contract: branch on them, never on the sentence.
 */
export const errorCodes = {
  // The request.
  method_not_allowed: [
    405,
    "This address does not take that method: webhooks and acts are POST, media are GET.",
  ],
  not_found: [404, "There is no such address, or nothing there that you may see."],
  invalid_json: [
    400,
    "The body is not valid JSON. Send a JSON object with Content-Type: application/json.",
  ],
  invalid_request: [400, "The request is not of the right form; see details."],
  unsupported_media: [
    415,
    "The body's format or encoding is not taken here, or it is damaged. Send JSON, plain or with gzip.",
  ],
  body_too_large: [413, "The body is too large: at most 3 MB are taken."],
  unauthorized: [
    401,
    "Sign in first: send the session's access token as Authorization: Bearer <token>.",
  ],
  invalid_token: [401, "The access token is not valid any more. Sign in again."],
  no_branch: [403, "Your user belongs to no branch. Ask an administrator to assign you to one."],
  forbidden: [403, "This call belongs to another agent."],
  // Phone numbers.
  phone_missing: [
    400,
    "A phone number is missing. Write it with its country code, such as +525512345678.",
  ],
  phone_invalid: [
    400,
    "That is not a phone number. Write it with its country code, such as +525512345678.",
  ],
  phone_too_short: [400, "The phone number is too short: digits are missing."],
  phone_too_long: [400, "The phone number is too long: at most 15 digits with the country code."],
  phone_unassigned: [
    400,
    "There is no such number: is the area code missing? Write it with + and its country code, such as +525512345678.",
  ],
  phone_ambiguous: [
    400,
    "The number can be one of two countries'. Write it with + and its country code, such as +525512345678.",
  ],
  phone_country_missing: [
    400,
    "The phone number has no country code. Write it with +, such as +525512345678.",
  ],
  phone_country_unknown: [
    400,
    "The phone number's country code does not exist. Check the digits after the +.",
  ],
  phone_is_user_id: [
    400,
    "That is a WhatsApp user id, not a phone number. Send it as the recipient instead.",
  ],
  // Inboxes, leads, calls.
  inbox_required: [
    400,
    "Your branch has several WhatsApp numbers. Choose one and send it as inbox_id.",
  ],
  inbox_not_found: [404, "There is no such WhatsApp number in your branch."],
  lead_not_found: [404, "There is no such lead in your branch."],
  call_not_found: [404, "There is no such call in your branch."],
  text_too_long: [400, "The text is too long. Shorten it."],
  call_id_taken: [409, "That id belongs to another call. Send a new uuid."],
  business_number_missing: [
    400,
    "No number to call from: give the inbox a phone_number, or configure the installation's own number.",
  ],
  sdp_required: [400, "This installation calls from the browser: send the SDP offer as sdp."],
  sdp_unsupported: [400, "This installation does not call from the browser: leave the sdp out."],
  sdp_invalid: [400, "The sdp is not an SDP of at most 100,000 characters."],
  already_claimed: [409, "Another agent is taking this call."],
  answering_unsupported: [
    422,
    "The provider cannot answer calls in the browser. Answer on the phone that it rings.",
  ],
  not_ringing: [409, "This call is not ringing any more."],
  not_dialled_yet: [409, "The provider has not given this call an id yet. Try again in a moment."],
  recording_not_found: [404, "This call has no recording, or it has expired at the provider."],
  transcript_not_found: [404, "This call has no transcript, or it has expired at the provider."],
  // The provider refused.
  media_not_found: [404, "The provider does not have this recording or transcript any more."],
  no_permission: [422, "The contact has not allowed calls. Send a call permission request first."],
  permission_limit: [422, "No more permission requests may be sent to this contact for now."],
  permission_already_granted: [422, "The contact has already allowed calls for good. Just call."],
  call_limit: [422, "The limit of calls to this contact is reached. Try again after 24 hours."],
  concurrent_limit: [
    429,
    "Too many calls are going on at once from this number. Try again in a moment.",
  ],
  not_available: [422, "Calls from this business number's country are not available on WhatsApp."],
  receiver_uncallable: [
    422,
    "The contact cannot be called on WhatsApp: no account, or too old an app.",
  ],
  calling_disabled: [
    422,
    "Calling is not enabled on the business number. Enable it in its settings.",
  ],
  calling_restricted: [
    422,
    "WhatsApp has paused calling for this business number. See its settings.",
  ],
  not_eligible: [422, "The business number does not meet WhatsApp's conditions for calling yet."],
  invalid_sdp: [422, "WhatsApp did not accept the SDP. Reload the page and try again."],
  duplicate_call: [422, "A call with this contact is already going on."],
  call_ended: [422, "The call has ended already."],
  payment_required: [422, "The WhatsApp account has no valid payment method or balance."],
  invalid_parameter: [422, "The provider did not accept the request's parameters; see details."],
  provider_not_found: [422, "The provider does not know this call or number any more."],
  provider_refused: [422, "The provider refused; see details."],
  rate_limited: [
    429,
    "Too many requests to the provider. Try again after the time in Retry-After.",
  ],
  click_to_call_unavailable: [
    502,
    "The provider has no click-to-call at the configured path. Call from the browser with sdp, or configure another path.",
  ],
  provider_auth: [502, "The provider does not accept our API key. An administrator must check it."],
  provider_error: [502, "The provider failed. Try again."],
  provider_unreachable: [502, "The provider could not be reached. Try again."],
  provider_timeout: [
    502,
    "The provider did not answer in time; whether it acted will be told by its webhooks.",
  ],
  provider_response_invalid: [502, "The provider's answer could not be understood."],
  // Webhook signatures.
  signature_missing: [
    401,
    "The signature header is missing. Was the request sent by the provider itself?",
  ],
  signature_malformed: [401, "The signature header is malformed."],
  signature_mismatch: [
    401,
    "The signature does not match. Verify the raw body exactly as it arrived (not parsed and serialised again), with this endpoint's own secret.",
  ],
  timestamp_stale: [
    401,
    "The signature is too old. If the request is fresh, correct this machine's clock.",
  ],
  timestamp_future: [401, "The signature is from the future. Correct this machine's clock."],
  token_missing: [401, "The webhook token is missing. Send it as X-Webhook-Token or ?token=."],
  token_mismatch: [401, "The webhook token is wrong. Compare it with the one that is configured."],
  webhook_not_configured: [
    401,
    "No webhook secret or token is configured, so nothing can be trusted. Configure the sender's.",
  ],
  webhook_call_id_missing: [
    400,
    "The payload has no call_id. It was kept, but belongs to no call.",
  ],
  // Ourselves.
  misconfigured: [500, "The installation is not configured completely; see details."],
  store_unavailable: [503, "The database cannot be reached. Nothing was lost; try again."],
  store_refused: [500, "The database refused the data."],
  internal: [500, "Something went wrong on our side. It has been logged."],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type ErrorCode = keyof typeof errorCodes;

import { compareCodePoints } from "../status/mergeFacts.ts";
import type { PermissionRequestEvent } from "../vocabulary/callEvent.ts";
import type { RequestStatus } from "../vocabulary/callPermission.ts";
import { permissionLimits } from "./permissionLimits.ts";

/** A permission request with the delivery of its message. The names are columns of `whatsapp_call_permission_requests`. */
export interface PermissionRequest {
  id: string;
  /** The provider's id of the message. Replies name it. */
  message_id: string | null;
  requested_at: string | null;
  sent_at: string | null;
  delivered_at: string | null;
  read_at: string | null;
  failed_at: string | null;
  error_code: string | null;
  contact_phone: string | null;
  contact_user_id: string | null;
  business_phone: string | null;
  provider_phone_id: string | null;
}

/** Returns the facts about a request that one event contains. */
export function factsOfRequest(event: Omit<PermissionRequestEvent, "raw">): PermissionRequest {
  const at = (status: RequestStatus) => (event.status === status ? event.occurredAt : null);
  return {
    id: event.requestId,
    message_id: event.messageId ?? null,
    requested_at: at("requested"),
    sent_at: at("sent"),
    delivered_at: at("delivered"),
    read_at: at("read"),
    failed_at: at("failed"),
    error_code: event.errorCode ?? null,
    contact_phone: event.contact?.phone ?? null,
    contact_user_id: event.contact?.userId ?? null,
    business_phone: event.business?.phone ?? null,
    provider_phone_id: event.business?.phoneId ?? null,
  };
}

/**
 * Merges the facts of a request: of two values, the smaller one stays. For times this is the earlier one. So the same
 * events give the same request in any order, as with calls.
 */
export function mergeRequests(a: PermissionRequest, b: PermissionRequest): PermissionRequest {
  const merged: Record<string, string | null> = {};
  for (const name of Object.keys(a) as (keyof PermissionRequest)[]) {
    merged[name] = smaller(a[name], b[name]);
  }
  return merged as unknown as PermissionRequest;
}

/** Times in the same form have the order of their texts. */
function smaller(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return compareCodePoints(a, b) <= 0 ? a : b;
}

/** A message that was delivered did not fail, even if a failure was reported too. */
export const hasFailed = ({ failed_at, delivered_at, read_at }: PermissionRequest): boolean =>
  failed_at !== null && delivered_at === null && read_at === null;

/**
 * True if WhatsApp refused the request because of a limit. The codes of both ways are known: our own code, if the
 * provider's response was the refusal, and WhatsApp's number, if a webhook reported it.
 */
export const hasHitLimit = (request: PermissionRequest): boolean =>
  hasFailed(request) && limitCodes.includes(request.error_code ?? "");

const limitCodes: readonly string[] = permissionLimits.refusal.codes;

/**
 * When the request was made, in milliseconds since 1970. A webhook may report a request that we do not know yet; then
 * it is the earliest time of its message.
 */
export function askedAt(request: PermissionRequest): number {
  const { requested_at, sent_at, delivered_at, read_at, failed_at } = request;
  return requested_at === null
    ? earliest([sent_at, delivered_at, read_at, failed_at])
    : Date.parse(requested_at);
}

/**
 * The time from which the contact can answer for `permissionLimits.requestLife`, in milliseconds since 1970: the delivery.
 * A message that was read was delivered. If the delivery is not known, it is the time at which the message was sent.
 */
export function answerableFrom(request: PermissionRequest): number {
  const { sent_at, delivered_at, read_at } = request;
  if (delivered_at !== null || read_at !== null) return earliest([delivered_at, read_at]);
  return sent_at === null ? askedAt(request) : Date.parse(sent_at);
}

const earliest = (times: readonly (string | null)[]): number =>
  Math.min(...times.filter((time) => time !== null).map((time) => Date.parse(time)));

export function requestStatus(request: PermissionRequest): RequestStatus {
  if (hasFailed(request)) return "failed";
  if (request.read_at !== null) return "read";
  if (request.delivered_at !== null) return "delivered";
  return request.sent_at === null ? "requested" : "sent";
}

import type { ErrorCode } from "./errorCodes.ts";

/**
 * The state of a contact's permission to be called by one of our numbers.
 *
 * - `none`: no answer is known, a temporary permission has expired, or WhatsApp has said that there is none.
 * - `requested`: a request was sent, and the contact has not answered it.
 * - `temporary`, `permanent`: we may call.
 * - `rejected`: the contact refused a request.
 * - `revoked`: the contact withdrew the permission, or WhatsApp did so after too many unanswered calls.
 */
export const callPermissionStatuses = [
  "none",
  "requested",
  "temporary",
  "permanent",
  "rejected",
  "revoked",
] as const;
export type CallPermissionStatus = (typeof callPermissionStatuses)[number];

/** The delivery of a permission request: the last step that is known, or `failed`. */
export const requestStatuses = ["requested", "sent", "delivered", "read", "failed"] as const;
export type RequestStatus = (typeof requestStatuses)[number];

/** Whether a contact may be called from one of our numbers, and what may be done to get the permission. */
export interface CallPermission {
  status: CallPermissionStatus;
  /** When a temporary permission ends; null for every other status. */
  expires_at: string | null;
  /** The origin of the newest answer: `user_action`, `automatic`, `provider`, or a value that is not known yet. */
  source: string | null;
  /**
   * When the contact (or WhatsApp) gave the newest answer, by the provider's clock. In 1970 if the provider has told only the
   * answer, and no time.
   */
  decided_at: string | null;
  /** The newest request, with the delivery of its message. */
  request: {
    id: string;
    message_id: string | null;
    requested_at: string;
    status: RequestStatus;
    error_code: string | null;
  } | null;
  /** How many requests WhatsApp accepts now and, if none, when it accepts the next one. */
  requests: { left: number; next_at: string | null };
  /** Our calls without a pickup since the last connected call: WhatsApp warns at 2 and revokes the permission at 4. */
  unanswered_calls: number;
  /**
   * True for a permanent permission and for a temporary one that has not expired. If the provider can be asked, its answer:
   * then it can be false in spite of a permission, because a limit of calls is reached.
   */
  may_call: boolean;
}

/** The `source` of an answer that we learnt from the provider's refusal, not from the contact. */
export const learntSource = "provider";

/**
 * The time of an answer that has none, such as the provider's word about a contact who never answered us. It is earlier than
 * every reply, so that every reply replaces the answer.
 */
export const unknownTime: string = new Date(0).toISOString();

/**
 * What a refusal of the provider shows about a permission, by the code of the refusal. A refusal of a call, of a request,
 * or a webhook about a message that failed can have these codes.
 */
export const permissionLessons: { readonly [Code in ErrorCode]?: "accept" | "reject" } = {
  no_permission: "reject",
  permission_already_granted: "accept",
};

const requestTag = "call-permission:";

/** The text that goes with the message of a permission request, so that webhooks about the message name the request. */
export const tagRequest = (id: string): string => requestTag + id;

/** Returns the id of our permission request to which a message with this text belongs; undefined for other messages. */
export function readRequestTag(text: string | undefined): string | undefined {
  if (!text?.startsWith(requestTag)) return undefined;
  const id = text.slice(requestTag.length).toLowerCase();
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id) ? id : undefined;
}

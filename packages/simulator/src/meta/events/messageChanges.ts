import { createWamid, digitsOf } from "../../lib/createIds.ts";
import type { PermissionReply, SimMessage } from "../../parties/messageFlow.ts";
import {
  contactsOf,
  digits,
  type EventContact,
  type EventNumber,
  type MetaChange,
  type MetaField,
  messagingValue,
  secondsOf,
} from "./metaValue.ts";

export interface EventParties {
  business: EventNumber;
  contact: EventContact;
}

/** A message of the business, as the webhook of its status names it. */
export interface EventMessage extends EventParties, Pick<SimMessage, "wamid" | "status" | "error"> {
  content: Pick<SimMessage["content"], "callbackData">;
}

/** Creates the change of the status of a message of the business. */
export function messageStatusChange(message: EventMessage, now: number): MetaChange {
  const { business, contact, content, error } = message;
  const status = {
    id: message.wamid,
    status: message.status,
    timestamp: secondsOf(now),
    ...(!contact.hidePhone && { recipient_id: digits(contact.phone) }),
    recipient_user_id: contact.userId,
    ...(content.callbackData !== undefined && { biz_opaque_callback_data: content.callbackData }),
    ...(error && {
      errors: [
        {
          code: Number(error.code),
          title: error.message,
          message: error.message,
          error_data: { details: error.message },
        },
      ],
    }),
  };
  const value = messagingValue(business, { contacts: contactsOf(contact), statuses: [status] });
  return { wabaId: business.wabaId, field: "messages", value };
}

/**
 * Creates the change of a message that the user has sent.
 *
 * @param field `standby` if another partner of the business comes first.
 */
export function inboundChange(
  { business, contact }: EventParties,
  content: { type: string; [field: string]: unknown },
  now: number,
  field: MetaField = "messages",
): MetaChange {
  const message = {
    ...(!contact.hidePhone && { from: digits(contact.phone) }),
    from_user_id: contact.userId,
    id: createWamid(digitsOf(contact)),
    timestamp: secondsOf(now),
    ...content,
  };
  const value = messagingValue(business, { contacts: contactsOf(contact), messages: [message] });
  return { wabaId: business.wabaId, field, value };
}

/** Creates the change of a new or revoked call permission: a message of the user. */
export function permissionChange(
  parties: EventParties,
  reply: PermissionReply,
  now: number,
  field?: MetaField,
): MetaChange {
  const { response, isPermanent, until, contextId, isAutomatic = false } = reply;
  const content = {
    type: "interactive",
    ...(contextId !== undefined && {
      context: { from: digits(parties.business.phoneNumber), id: contextId },
    }),
    interactive: {
      type: "call_permission_reply",
      call_permission_reply: {
        response,
        // Meta's samples of a refusal and of a revocation have no `is_permanent`.
        ...(response === "accept" && { is_permanent: isPermanent }),
        ...(until !== undefined && { expiration_timestamp: secondsOf(until) }),
        response_source: isAutomatic ? "automatic" : "user_action",
      },
    },
  };
  return inboundChange(parties, content, now, field);
}

/**
 * Creates the change with the system message about a user's new number or new user id (Meta, "System messages", August 2026).
 * The sender of the message about a new number is the former number.
 */
export function identityChange(
  { business, contact }: EventParties,
  previous: EventContact,
  now: number,
  field?: MetaField,
): MetaChange {
  const isNumber = contact.phone !== previous.phone;
  const { profileName = "" } = contact;
  const change = isNumber ? ` from ${digits(previous.phone)} to ${digits(contact.phone)}` : "";
  const content = {
    ...(isNumber && { from: digits(previous.phone) }),
    type: "system",
    system: {
      body: `User ${profileName} changed${change}`,
      ...(isNumber && { wa_id: digits(contact.phone) }),
      user_id: contact.userId,
      previous_user_id: previous.userId,
      type: isNumber ? "user_changed_number" : "user_changed_user_id",
    },
  };
  return inboundChange({ business, contact }, content, now, field);
}

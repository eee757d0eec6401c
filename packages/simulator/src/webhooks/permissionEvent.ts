import { createObjectId, createWamid } from "../lib/createIds.ts";
import { createEvent, type EventParties, inboundMessageType, profileOf } from "./callEvents.ts";

export interface PermissionReply {
  response: "accept" | "reject";
  isPermanent: boolean;
  /** Epoch milliseconds, for a permission that is not permanent. */
  until?: number;
  /** The wamid of the permission request. */
  contextId?: string;
}

/** Creates the event of a reply to a call permission request: an inbound message with Meta's snake_case fields. */
export function permissionEvent(
  { business, contact }: Pick<EventParties, "business" | "contact">,
  reply: PermissionReply,
  now: number,
) {
  const { response, isPermanent, until, contextId } = reply;
  return createEvent(now, inboundMessageType, {
    whatsappInboundMessage: {
      id: createObjectId(),
      wamid: createWamid(contact.phone.slice(1)),
      wabaId: business.wabaId,
      ...(!contact.hidePhone && { from: contact.phone }),
      fromUserId: contact.userId,
      ...profileOf(contact),
      to: business.phoneNumber,
      sendTime: new Date(now).toISOString(),
      type: "interactive",
      ...(contextId !== undefined && {
        context: { from: business.phoneNumber.slice(1), id: contextId },
      }),
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: {
          response,
          is_permanent: isPermanent,
          ...(until !== undefined && { expiration_timestamp: Math.floor(until / 1000) }),
          response_source: "user_action",
        },
      },
    },
  });
}

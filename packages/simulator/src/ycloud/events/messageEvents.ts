import { createObjectId, createWamid, digitsOf } from "../../lib/createIds.ts";
import type { SimMessage } from "../../parties/messageFlow.ts";
import {
  createEvent,
  type EventParties,
  inboundMessageType,
  messageUpdatedType,
  profileOf,
  type YcloudEvent,
} from "./callEvents.ts";

/** A message of the business, as YCloud's responses and events show it (docs.ycloud.com, "WhatsappMessage"). */
export interface OutboundMessage {
  id: string;
  wamid: string;
  wabaId: string;
  from: string;
  to?: string;
  recipient?: string;
  type: string;
  template?: object;
  interactive?: object;
  externalId?: string;
  status: "accepted" | "sent" | "delivered" | "read" | "failed";
  /** ISO 8601, like the other times. */
  createTime: string;
  updateTime?: string;
  sendTime?: string;
  deliverTime?: string;
  readTime?: string;
  errorCode?: string;
  errorMessage?: string;
  whatsappApiError?: { code: string; message: string };
}

/** Converts a message to YCloud's form. */
export function viewMessage(
  message: Omit<SimMessage, "business" | "contact"> & Pick<EventParties, "business" | "contact">,
): OutboundMessage {
  const { business, contact: _, content, error, ...rest } = message;
  const { callbackData, ...shown } = content;
  return {
    ...rest,
    wabaId: business.wabaId,
    from: business.phoneNumber,
    ...shown,
    ...(callbackData !== undefined && { externalId: callbackData }),
    ...(error && {
      errorCode: error.code,
      errorMessage: error.message,
      whatsappApiError: error,
    }),
  };
}

/** Creates the event of a message's new status. */
export function messageUpdatedEvent(message: OutboundMessage, now: number): YcloudEvent {
  return createEvent(now, messageUpdatedType, { whatsappMessage: { ...message } });
}

/** Creates the event of a message that the user has sent. */
export function inboundMessageEvent(
  { business, contact }: Pick<EventParties, "business" | "contact">,
  content: { type: string; [field: string]: unknown },
  now: number,
): YcloudEvent {
  return createEvent(now, inboundMessageType, {
    whatsappInboundMessage: {
      id: createObjectId(),
      wamid: createWamid(digitsOf(contact)),
      wabaId: business.wabaId,
      ...(!contact.hidePhone && { from: contact.phone }),
      fromUserId: contact.userId,
      ...profileOf(contact),
      to: business.phoneNumber,
      sendTime: new Date(now).toISOString(),
      ...content,
    },
  });
}

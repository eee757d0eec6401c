import {
  type CallMessage,
  checkInput,
  idSchema,
  interactiveShape,
  optional,
  recipientShape,
  type Transport,
  templateShape,
  withOneRecipient,
} from "@skale-calls/core/transport";
import * as z from "zod";
import type { MetaRecipient } from "./calls.ts";

export type MessageInput = {
  /** Meta's id of our number. */
  phoneId: string;
  /** A text of at most 512 characters that the webhooks about the message contain (`biz_opaque_callback_data`). */
  callbackData?: string;
} & MetaRecipient &
  CallMessage;

export interface SentMessage {
  /** Meta's id of the message (`wamid`). */
  messageId?: string | undefined;
  /** The contact's WhatsApp id, which can differ from the number that was written to. */
  waId?: string | undefined;
  userId?: string | undefined;
}

export interface MessagesApi {
  /**
   * Sends a message that asks for the permission to call, or that offers a call button: free-form within 24 hours after the
   * contact wrote (else `window_closed`), or by a template at any time. The reply arrives as a webhook. Throws `MetaError`,
   * or `CallsError` for bad input.
   */
  send(message: MessageInput): Promise<SentMessage>;
}

const envelope = {
  phoneId: idSchema,
  ...recipientShape,
  callbackData: z.string().min(1).max(512).optional(),
};
const messageInput = withOneRecipient(
  z.discriminatedUnion("type", [
    z.strictObject({ ...envelope, ...templateShape }),
    z.strictObject({ ...envelope, ...interactiveShape }),
  ]),
);

const answer = z.looseObject({
  messages: optional(z.array(z.looseObject({ id: optional(z.string().min(1)) }))),
  contacts: optional(
    z.array(z.looseObject({ wa_id: optional(z.string()), user_id: optional(z.string()) })),
  ),
});

export function createMessagesApi(transport: Transport): MessagesApi {
  return {
    async send(message) {
      const { phoneId, callbackData, ...content } = checkInput(messageInput, message);
      const path = `/${encodeURIComponent(phoneId)}/messages`;
      const body = {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        ...content,
        biz_opaque_callback_data: callbackData,
      };
      const sent = await transport.json({ method: "POST", path, body }, answer);
      const contact = sent.contacts?.[0];
      return {
        messageId: sent.messages?.[0]?.id,
        waId: contact?.wa_id,
        userId: contact?.user_id,
      };
    },
  };
}

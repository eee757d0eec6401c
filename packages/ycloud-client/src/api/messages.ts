import {
  type CallMessage,
  checkInput,
  interactiveShape,
  lenient,
  type Open,
  optional,
  phoneSchema,
  recipientShape,
  type Transport,
  templateShape,
  withOneRecipient,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { readFailedMessage } from "../readFailedMessage.ts";
import type { YCloudRecipient } from "./calls.ts";

export type DirectMessageInput = {
  /** Our number, E.164 with `+`. */
  from: string;
  /** Your own id of the message. It does not prevent a message from being sent twice. */
  externalId?: string;
  /** The message to which this one replies. */
  context?: { message_id: string };
} & YCloudRecipient &
  CallMessage;

export type MessageInput = DirectMessageInput & {
  /** If true, contacts who unsubscribed get no message. */
  filterUnsubscribed?: boolean;
  /** If true, blocked contacts get no message. */
  filterBlocked?: boolean;
};

export interface Message {
  id: string;
  wamid?: string | undefined;
  status?: Open<"accepted" | "failed" | "sent" | "delivered" | "read"> | undefined;
  externalId?: string | undefined;
  /** The error of a message with the status `failed`. */
  errorCode?: string | undefined;
  whatsappApiError?: { code?: string | undefined } | undefined;
  [field: string]: unknown;
}

/**
 * The messages that request the permission to call, and those that offer a call button. YCloud's published schema contains
 * neither the free-form permission request nor the values of a call button: it is not known whether YCloud forwards them. A
 * template is the documented way. The reply to a request arrives as
 * a webhook; YCloud has no request that returns the permission. All methods throw `YCloudError`, or `CallsError` for bad input.
 */
export interface MessagesApi {
  /**
   * Queues a message at YCloud. A resolved promise means that YCloud accepted the message, not that the message was
   * sent.
   */
  send(message: MessageInput): Promise<Message>;
  /**
   * Sends a message to WhatsApp at once. Throws if WhatsApp refuses the message, also if YCloud says so in a message with
   * the status `failed`.
   */
  sendDirectly(message: DirectMessageInput): Promise<Message>;
}

const envelope = {
  from: phoneSchema,
  ...recipientShape,
  externalId: z.string().min(1).max(255).optional(),
  context: z.strictObject({ message_id: z.string().min(1).max(255) }).optional(),
};
const filters = {
  filterUnsubscribed: z.boolean().optional(),
  filterBlocked: z.boolean().optional(),
};

const directInput = withOneRecipient(
  z.discriminatedUnion("type", [
    z.strictObject({ ...envelope, ...templateShape }),
    z.strictObject({ ...envelope, ...interactiveShape }),
  ]),
);
const queuedInput = withOneRecipient(
  z.discriminatedUnion("type", [
    z.strictObject({ ...envelope, ...filters, ...templateShape }),
    z.strictObject({ ...envelope, ...filters, ...interactiveShape }),
  ]),
);

/** An error's code must not make the response of a sent message unreadable. */
const lenientCode = lenient(z.union([z.string(), z.number()]).transform(String));
const messageAnswer: z.ZodType<Message> = z.looseObject({
  id: z.string().min(1),
  wamid: optional(z.string()),
  status: optional(z.string()),
  externalId: optional(z.string()),
  errorCode: lenientCode,
  whatsappApiError: lenient(z.looseObject({ code: lenientCode })),
});

export function createMessagesApi(transport: Transport): MessagesApi {
  const root = "/v2/whatsapp/messages";
  return {
    async send(message) {
      const body = checkInput(queuedInput, message);
      return transport.json({ method: "POST", path: root, body }, messageAnswer);
    },
    async sendDirectly(message) {
      const body = checkInput(directInput, message);
      const path = `${root}/sendDirectly`;
      const sent = await transport.json({ method: "POST", path, body }, messageAnswer);
      const failure = readFailedMessage(sent);
      if (failure) throw failure;
      return sent;
    },
  };
}

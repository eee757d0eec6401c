import {
  checkInput,
  lenient,
  type Open,
  optional,
  phoneSchema,
  recipientShape,
  type Transport,
  withOneRecipient,
} from "@skale-calls/core/transport";
import * as z from "zod";
import { readFailedMessage } from "../readFailedMessage.ts";
import type { YCloudRecipient } from "./calls.ts";

export interface TextParameter {
  type: "text";
  text: string;
}

/** The values of a template's placeholders. A call permission component has none. */
export interface TemplateParameters {
  type: "header" | "body";
  parameters: readonly TextParameter[];
}

/**
 * The values of a template's call button, in Meta's format. Without this component, the template's own values apply.
 *
 * @experimental It is not known whether YCloud forwards these values.
 */
export interface CallButtonParameters {
  type: "button";
  sub_type: "voice_call";
  parameters: readonly (
    | { type: "ttl_minutes"; ttl_minutes: number }
    | { type: "payload"; payload: string }
  )[];
}

/** A template message: the documented way to request the permission to call, at any time. */
export interface TemplateMessage {
  type: "template";
  template: {
    name: string;
    language: { code: string };
    components?: readonly (TemplateParameters | CallButtonParameters)[];
  };
}

/**
 * A free-form request for the permission to call, inside the 24-hour window.
 *
 * @experimental YCloud's published schema does not contain this type. The message has Meta's format, and it is not
 * known whether YCloud forwards it. A template is the documented way.
 */
export interface CallPermissionMessage {
  type: "interactive";
  interactive: {
    type: "call_permission_request";
    action: { name: "call_permission_request" };
    body?: { text: string };
  };
}

/**
 * A message with a button with which the contact calls us, inside the 24-hour window. Outside it, send a template that
 * has such a button (`templates.createCallButton`).
 */
export interface CallButtonMessage {
  type: "interactive";
  interactive: {
    type: "voice_call";
    body: { text: string };
    action: {
      name: "voice_call";
      parameters?: {
        /** The text of the button, at most 20 characters. WhatsApp's default: "Call Now". */
        display_text?: string;
        /**
         * For how many minutes the button works: 1 to 43,200. WhatsApp's default: 10,080, which is a week.
         *
         * @experimental Meta's format. YCloud's published schema does not contain this field.
         */
        ttl_minutes?: number;
        /**
         * A text that arrives with the webhook of the call, at most 512 characters.
         *
         * @experimental Meta's format. YCloud's published schema does not contain this field.
         */
        payload?: string;
      };
    };
  };
}

export type DirectMessageInput = {
  /** Our number, E.164 with `+`. */
  from: string;
  /** Your own id of the message. It does not prevent a message from being sent twice. */
  externalId?: string;
  /** The message to which this one replies. */
  context?: { message_id: string };
} & YCloudRecipient &
  (TemplateMessage | CallPermissionMessage | CallButtonMessage);

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
 * The messages that request the permission to call, and those that offer a call button. The reply to a request arrives as
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

const text = z.string().min(1).max(4096);
/** The limits are Meta's ("Call button messages"). */
const ttlMinutes = z.int().min(1).max(43_200);
const payload = z.string().min(1).max(512);
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

const template = {
  type: z.literal("template"),
  template: z.strictObject({
    name: z.string().min(1).max(512),
    language: z.strictObject({ code: z.string().min(1).max(20) }),
    components: z
      .array(
        z.discriminatedUnion("type", [
          z.strictObject({
            type: z.enum(["header", "body"]),
            parameters: z.array(z.strictObject({ type: z.literal("text"), text })),
          }),
          z.strictObject({
            type: z.literal("button"),
            sub_type: z.literal("voice_call"),
            parameters: z.array(
              z.discriminatedUnion("type", [
                z.strictObject({ type: z.literal("ttl_minutes"), ttl_minutes: ttlMinutes }),
                z.strictObject({ type: z.literal("payload"), payload }),
              ]),
            ),
          }),
        ]),
      )
      .optional(),
  }),
};
const interactive = {
  type: z.literal("interactive"),
  interactive: z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("call_permission_request"),
      action: z.strictObject({ name: z.literal("call_permission_request") }),
      body: z.strictObject({ text }).optional(),
    }),
    z.strictObject({
      type: z.literal("voice_call"),
      body: z.strictObject({ text }),
      action: z.strictObject({
        name: z.literal("voice_call"),
        parameters: z
          .strictObject({
            display_text: z.string().min(1).max(20).optional(),
            ttl_minutes: ttlMinutes.optional(),
            payload: payload.optional(),
          })
          .optional(),
      }),
    }),
  ]),
};

const directInput = withOneRecipient(
  z.discriminatedUnion("type", [
    z.strictObject({ ...envelope, ...template }),
    z.strictObject({ ...envelope, ...interactive }),
  ]),
);
const queuedInput = withOneRecipient(
  z.discriminatedUnion("type", [
    z.strictObject({ ...envelope, ...filters, ...template }),
    z.strictObject({ ...envelope, ...filters, ...interactive }),
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

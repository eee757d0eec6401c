import {
  type CallButtonMessage,
  type CallButtonParameters,
  callButtonLimits,
} from "@skale-calls/core";
import {
  checkInput,
  type Open,
  optional,
  phoneSchema,
  recipientShape,
  type Transport,
  withOneRecipient,
} from "@skale-calls/core/transport";
import * as z from "zod";
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
  [field: string]: unknown;
}

/**
 * The messages that request the permission to call, and those that offer a call button. The reply to a request arrives as
 * a webhook; YCloud has no request that returns the permission. All methods throw `YCloudError`, or `CallsError` for bad input.
 *
 * `createCallButton` of core writes the message with a call button, and `createCallButtonParameters` the values of a
 * template's button. YCloud's published schema has the text of a button, but neither its time nor its payload: it is not
 * known whether YCloud forwards them.
 */
export interface MessagesApi {
  /**
   * Queues a message at YCloud. A resolved promise means that YCloud accepted the message, not that the message was
   * sent.
   */
  send(message: MessageInput): Promise<Message>;
  /** Sends a message to WhatsApp at once, and throws if WhatsApp refuses the message. */
  sendDirectly(message: DirectMessageInput): Promise<Message>;
}

const text = z.string().min(1).max(4096);
const ttlMinutes = z
  .int()
  .min(callButtonLimits.ttlMinutes.least)
  .max(callButtonLimits.ttlMinutes.most);
const payload = z.string().min(1).max(callButtonLimits.payload);
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
            display_text: z.string().min(1).max(callButtonLimits.buttonText).optional(),
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

const messageAnswer: z.ZodType<Message> = z.looseObject({
  id: z.string().min(1),
  wamid: optional(z.string()),
  status: optional(z.string()),
  externalId: optional(z.string()),
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
      return transport.json({ method: "POST", path, body }, messageAnswer);
    },
  };
}

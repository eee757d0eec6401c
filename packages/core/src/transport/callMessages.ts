import * as z from "zod";
import { callButtonLimits } from "../vocabulary/callButtonLimits.ts";

/**
 * WhatsApp's messages that calls need, in WhatsApp's own format, which the providers pass on: the request for the permission
 * to call, and the call button. A template can contain either.
 */
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
 * The values of a template's call button, in WhatsApp's format. Without this component, the template's own values apply.
 * `createCallButtonParameters` writes it.
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

/** A free-form request for the permission to call, inside the 24-hour window. */
export interface CallPermissionMessage {
  type: "interactive";
  interactive: {
    type: "call_permission_request";
    action: { name: "call_permission_request" };
    body?: { text: string };
  };
}

/**
 * A message with a button with which the contact calls us, inside the 24-hour window. Outside it, send a template with
 * such a button. `createCallButton` writes the message.
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
        /** For how many minutes the button works: 1 to 43,200. WhatsApp's default: 10,080, which is a week. */
        ttl_minutes?: number;
        /** A text that arrives with the webhook of the call, at most 512 characters. */
        payload?: string;
      };
    };
  };
}

/** The messages that calls need, without their sender and their recipient. */
export type CallMessage = TemplateMessage | CallPermissionMessage | CallButtonMessage;

const text = z.string().min(1).max(4096);
const ttlMinutes = z
  .int()
  .min(callButtonLimits.ttlMinutes.least)
  .max(callButtonLimits.ttlMinutes.most);
const payload = z.string().min(1).max(callButtonLimits.payload);

/** The zod fields of a template message. */
export const templateShape = {
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
/** The zod fields of the interactive messages. */
export const interactiveShape = {
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

/** The template that asks for the permission to call. */
export interface TemplateChoice {
  name: string;
  language: string;
}

/**
 * Reads a template's name, or its name and language, such as `call_permission:es_MX`. The language is `es` if there is none.
 * Returns undefined for no name.
 */
export function readTemplateChoice(template: string | undefined): TemplateChoice | undefined {
  const [name = "", language = "es"] = (template ?? "").split(":").map((part) => part.trim());
  return name === "" ? undefined : { name, language };
}

/**
 * Creates the message that asks for the permission to call. Without a template, the message is free-form, which WhatsApp
 * accepts only within 24 hours after the contact wrote.
 */
export function writePermissionMessage(
  template: TemplateChoice | undefined,
): TemplateMessage | CallPermissionMessage {
  if (template !== undefined) {
    const { name, language: code } = template;
    return { type: "template", template: { name, language: { code } } };
  }
  const type = "call_permission_request";
  return { type: "interactive", interactive: { type, action: { name: type } } };
}

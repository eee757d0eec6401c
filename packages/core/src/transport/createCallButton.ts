import { callButtonLimits } from "../vocabulary/callButtonLimits.ts";
import { CallsError } from "../vocabulary/callsError.ts";
import type { CallButtonMessage, CallButtonParameters } from "./callMessages.ts";

/** The call button in the definition of a template, in WhatsApp's format. */
export interface CallTemplateButton {
  type: "voice_call";
  text: string;
  ttl_minutes?: number;
}

export interface CallButtonOptions {
  /** For how many minutes the button works: 1 to 43,200. */
  ttlMinutes?: number;
  /**
   * Your own text, at most 512 characters, such as the id of a campaign. It arrives with the webhooks of the call, and
   * becomes `cta_payload` of the call.
   */
  payload?: string;
}

/**
 * Writes a message with a button with which the contact calls us. It may be sent inside the 24-hour window; outside of it,
 * send a template that has such a button.
 *
 * @throws CallsError `invalid_parameter` for a text or time outside of WhatsApp's limits.
 * @example
 * await client.messages.send({
 *   from,
 *   to,
 *   ...createCallButton({ text: "¿Dudas? Llámanos.", buttonText: "Llamar", payload: "cita-7" }),
 * });
 */
export function createCallButton({
  text,
  buttonText,
  ttlMinutes,
  payload,
}: CallButtonOptions & {
  /** The text of the message. */
  text: string;
  /** The text of the button, at most 20 characters. WhatsApp's default: "Call Now". */
  buttonText?: string;
}): CallButtonMessage {
  const parameters = {
    ...(buttonText !== undefined && { display_text: checkText("buttonText", buttonText) }),
    ...(ttlMinutes !== undefined && { ttl_minutes: checkMinutes("ttlMinutes", ttlMinutes) }),
    ...(payload !== undefined && { payload: checkText("payload", payload) }),
  };
  const isPlain = Object.keys(parameters).length === 0;
  return {
    type: "interactive",
    interactive: {
      type: "voice_call",
      body: { text },
      action: { name: "voice_call", ...(isPlain ? {} : { parameters }) },
    },
  };
}

/**
 * Writes the component of a template message that gives values to the template's call button.
 *
 * @throws CallsError `invalid_parameter` for a payload or time outside of WhatsApp's limits.
 * @example
 * const components = [createCallButtonParameters({ payload: "cita-7" })];
 */
export function createCallButtonParameters({
  ttlMinutes,
  payload,
}: CallButtonOptions): CallButtonParameters {
  const parameters: CallButtonParameters["parameters"][number][] = [];
  if (ttlMinutes !== undefined) {
    const ttl_minutes = checkMinutes("ttlMinutes", ttlMinutes);
    parameters.push({ type: "ttl_minutes", ttl_minutes });
  }
  if (payload !== undefined) {
    parameters.push({ type: "payload", payload: checkText("payload", payload) });
  }
  return { type: "button", sub_type: "voice_call", parameters };
}

/**
 * Writes the call button for the definition of a template.
 *
 * @param button.text at most 20 characters.
 * @param button.ttlMinutes 1,440 (a day) to 43,200.
 * @throws CallsError `invalid_parameter` for a text or time outside of WhatsApp's limits.
 * @example
 * createCallTemplateButton({ text: "Llamar ahora" }); // { type: "voice_call", text: "Llamar ahora" }
 */
export function createCallTemplateButton({
  text,
  ttlMinutes,
}: {
  text: string;
  ttlMinutes?: number;
}): CallTemplateButton {
  return {
    type: "voice_call",
    text: checkText("buttonText", text),
    ...(ttlMinutes !== undefined && {
      ttl_minutes: checkMinutes("templateTtlMinutes", ttlMinutes),
    }),
  };
}

function checkText(field: "buttonText" | "payload", text: string): string {
  const most = callButtonLimits[field];
  if (text === "" || text.length > most) {
    throw refuse(`The field ${field} of a call button has 1 to ${most} characters.`);
  }
  return text;
}

function checkMinutes(field: "ttlMinutes" | "templateTtlMinutes", minutes: number): number {
  const { least, most } = callButtonLimits[field];
  if (!Number.isInteger(minutes) || minutes < least || minutes > most) {
    throw refuse(
      `The field ttlMinutes of this call button is a whole number from ${least} to ${most}.`,
    );
  }
  return minutes;
}

const refuse = (message: string) => new CallsError("invalid_parameter", { message });

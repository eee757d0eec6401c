import { CallsError, callButtonLimits } from "@skale-calls/core";

/** The `types` of a content template with a call button (Twilio: "twilio/call-to-action"). */
export interface CallButtonContent {
  "twilio/call-to-action": {
    body: string;
    actions: [{ type: "VOICE_CALL"; title: string }];
  };
}

/** Twilio's limit of the text, in characters. */
const longestBody = 640;

/**
 * Writes the `types` of a content template whose button calls the business on WhatsApp. Twilio calls this button a private
 * beta in select regions, and documents neither a payload nor a time for it.
 *
 * @param content.body the text of the message, at most 640 characters.
 * @param content.title the text of the button, at most 20 characters.
 * @throws CallsError `invalid_parameter` for a text that is empty or too long.
 * @example
 * const types = createCallButtonContent({ body: "¿Dudas? Llámanos.", title: "Llamar" });
 * // POST https://content.twilio.com/v1/Content with { friendly_name, language: "es", types }
 */
export function createCallButtonContent({
  body,
  title,
}: {
  body: string;
  title: string;
}): CallButtonContent {
  return {
    "twilio/call-to-action": {
      body: checkText("body", body, longestBody),
      actions: [
        { type: "VOICE_CALL", title: checkText("title", title, callButtonLimits.buttonText) },
      ],
    },
  };
}

function checkText(field: string, text: string, most: number): string {
  if (text !== "" && text.length <= most) return text;
  throw new CallsError("invalid_parameter", {
    message: `The field ${field} of a call button has 1 to ${most} characters.`,
  });
}

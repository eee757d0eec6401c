import { callButtonLimits } from "../vocabulary/callButtonLimits.ts";
import { CallsError } from "../vocabulary/callsError.ts";

const maxPayload = callButtonLimits.payload;

/**
 * Creates a link that opens WhatsApp on a phone and offers to call the business. WhatsApp on computers does not support
 * such links. The link works with every provider.
 *
 * @param phone the number of the business, in E.164 with `+`.
 * @param payload your own text, at most 512 characters, such as the place of a poster. It arrives with the webhooks of the
 *   call, and becomes `deeplink_payload` of the call.
 * @throws CallsError `phone_invalid`; `invalid_parameter` for a payload that is too long.
 * @example
 * createCallLink("+525512345678", "poster"); // "https://wa.me/call/525512345678?biz_payload=poster"
 */
export function createCallLink(phone: string, payload?: string): string {
  const digits = /^\+([1-9]\d{6,14})$/.exec(phone)?.[1];
  if (digits === undefined) throw new CallsError("phone_invalid");
  const link = new URL(`https://wa.me/call/${digits}`);
  if (payload !== undefined && payload.length > maxPayload) {
    throw new CallsError("invalid_parameter", {
      message: `The payload of a call link has at most ${maxPayload} characters.`,
    });
  }
  if (payload) link.searchParams.set("biz_payload", payload);
  return link.href;
}

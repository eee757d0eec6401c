import { CallsError } from "../vocabulary/callsError.ts";
import { textLengths } from "../vocabulary/textLengths.ts";

/** Longer SDPs than this are refused, from browsers and from webhooks. */
const maxSdpLength = textLengths.whatsapp_call_sessions.sdp.most;

/** Refuses what cannot be an SDP (RFC 8866: it begins with `v=0`). */
export function checkSdp(sdp: string): void {
  if (sdp.length > maxSdpLength || !/^v=0\r?\n/.test(sdp)) throw new CallsError("sdp_invalid");
}

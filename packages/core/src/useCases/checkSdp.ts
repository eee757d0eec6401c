import { CallsError } from "../vocabulary/callsError.ts";
import { textLengths } from "../vocabulary/textLengths.ts";

/** The longest SDP that is accepted from browsers and webhooks. */
const maxSdpLength = textLengths.whatsapp_call_sessions.sdp.most;

/** Throws `sdp_invalid` for a text that cannot be an SDP (RFC 8866: it begins with `v=0`). */
export function checkSdp(sdp: string): void {
  if (sdp.length > maxSdpLength || !/^v=0\r?\n/.test(sdp)) throw new CallsError("sdp_invalid");
}

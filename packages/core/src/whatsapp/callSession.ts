import { cleanText } from "../events/cleanText.ts";
import type { CallSession } from "../vocabulary/callEvent.ts";
import { textLengths } from "../vocabulary/textLengths.ts";

const maxSdpLength = textLengths.whatsapp_call_sessions.sdp.most;

/** An SDP as a payload contains it. */
export interface SessionDescription {
  sdp: unknown;
  sdpType?: "offer" | "answer" | "other" | undefined;
}

/**
 * Reads the session of an SDP offer or answer. A bad session is a value, not an exception, because the call still
 * exists.
 */
export function readSession(
  expected: "offer" | "answer",
  sdp: unknown,
  sdpType: SessionDescription["sdpType"],
): CallSession {
  if (sdp === undefined || sdp === null || sdp === "") return { invalid: "missing" };
  if (typeof sdp !== "string") return { invalid: "wrong_type" };
  if (sdp.length > maxSdpLength) return { invalid: "too_large" };
  if (sdpType !== undefined && sdpType !== expected) return { invalid: "wrong_type" };
  return { sdp: cleanText(sdp) };
}

import type { CallSession } from "../vocabulary/callEvent.ts";
import { textLengths } from "../vocabulary/textLengths.ts";
import { cleanText, isRecord } from "./fields.ts";
import { readSdpType } from "./whatsappValues.ts";

const maxSdpLength = textLengths.whatsapp_call_sessions.sdp.most;

/** An SDP as a payload has it. */
export interface SessionDescription {
  sdp: unknown;
  sdpType?: "offer" | "answer" | "other" | undefined;
}

/** The session of an offer or an answer. A bad one is a value: the call exists all the same. */
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

/** Meta's former place for the SDP, `connection.webrtc.sdp`: the SDP or a JSON text around it. */
export function readLegacySession(connection: unknown): SessionDescription {
  const webrtc = isRecord(connection) ? connection.webrtc : undefined;
  const sdp = isRecord(webrtc) ? webrtc.sdp : undefined;
  if (typeof sdp !== "string" || !sdp.trimStart().startsWith("{")) return { sdp };
  try {
    const description: unknown = JSON.parse(sdp);
    if (!isRecord(description)) return { sdp };
    return { sdp: description.sdp, sdpType: readSdpType(description.type) };
  } catch {
    // Not JSON after all: whoever needs an SDP will say what is wrong with it.
    return { sdp };
  }
}

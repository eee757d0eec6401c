import { isRecord } from "../events/fields.ts";
import type { SessionDescription } from "../whatsapp/callSession.ts";
import { readSdpType } from "../whatsapp/whatsappValues.ts";

/** The SDP in its former place at Meta, `connection.webrtc.sdp`: as it is, or in a JSON text. */
export function readLegacySession(connection: unknown): SessionDescription {
  const webrtc = isRecord(connection) ? connection.webrtc : undefined;
  const sdp = isRecord(webrtc) ? webrtc.sdp : undefined;
  if (typeof sdp !== "string" || !sdp.trimStart().startsWith("{")) return { sdp };
  try {
    const description: unknown = JSON.parse(sdp);
    if (!isRecord(description)) return { sdp };
    return { sdp: description.sdp, sdpType: readSdpType(description.type) };
  } catch {
    // Not JSON. The check of the session says what is wrong with the SDP.
    return { sdp };
  }
}

import { isRecord } from "../events/isRecord.ts";
import type { SessionDescription } from "../whatsapp/callSession.ts";
import { readSdpType } from "../whatsapp/whatsappValues.ts";

/**
 * Reads the SDP from the field that Meta used before, `connection.webrtc.sdp`: the field contains the SDP, or a JSON
 * text with the SDP.
 */
export function readLegacySession(connection: unknown): SessionDescription {
  const webrtc = isRecord(connection) ? connection.webrtc : undefined;
  const sdp = isRecord(webrtc) ? webrtc.sdp : undefined;
  if (typeof sdp !== "string" || !sdp.trimStart().startsWith("{")) return { sdp };
  try {
    const description: unknown = JSON.parse(sdp);
    if (!isRecord(description)) return { sdp };
    return { sdp: description.sdp, sdpType: readSdpType(description.type) };
  } catch {
    // The text is not JSON. `readSession` checks the SDP later.
    return { sdp };
  }
}

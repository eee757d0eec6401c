import { isRecord } from "../events/fields.ts";
import type { SessionDescription } from "../whatsapp/callSession.ts";
import { readSdpType } from "../whatsapp/whatsappValues.ts";

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

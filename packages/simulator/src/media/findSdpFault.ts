const maxSdpLength = 100_000;

const required: readonly [pattern: RegExp, fault: string][] = [
  [/^o=\S+ \S+ \S+ IN IP[46] \S+/m, "The SDP has no origin (o=)."],
  [/^s=/m, "The SDP has no session name (s=)."],
  [/^t=\d+ \d+/m, "The SDP has no timing (t=)."],
  [/^m=audio \d+ UDP\/TLS\/RTP\/SAVPF \d/m, "The SDP has no audio over UDP/TLS/RTP/SAVPF."],
  [/^a=rtpmap:\d+ opus\/48000/im, "The SDP has no Opus at 48 kHz."],
  [/^a=ice-ufrag:\S/m, "No ICE user fragment found in SDP."],
  [/^a=ice-pwd:\S/m, "No ICE password found in SDP."],
  [/^a=fingerprint:sha-256 \S/im, "No fingerprint found in SDP."],
];

/** Returns why a text is not an SDP; null if its first line is right. */
export function findSdpStart(sdp: string): string | null {
  if (sdp.length > maxSdpLength) return `The SDP is longer than ${maxSdpLength} characters.`;
  return /^v=0\r?\n/.test(sdp) ? null : "The SDP does not begin with v=0.";
}

/**
 * Returns why WhatsApp refuses an SDP; null if WhatsApp accepts it. WhatsApp requires one audio stream, Opus at 48 kHz,
 * ICE and a sha-256 fingerprint (Meta, Calling API, "SDP overview").
 */
export function findSdpFault(sdp: string, type: "offer" | "answer"): string | null {
  const start = findSdpStart(sdp);
  if (start !== null) return start;
  for (const [pattern, fault] of required) if (!pattern.test(sdp)) return fault;
  if ((sdp.match(/^m=/gm) ?? []).length > 1) return "The SDP has more than one media section.";
  const setup = /^a=setup:(\S+)/m.exec(sdp)?.[1];
  if (type === "offer" && setup !== undefined && setup !== "actpass") {
    return "The setup of an offer must be actpass.";
  }
  if (type === "answer" && setup === "actpass") return "The setup of an answer must be active.";
  return null;
}

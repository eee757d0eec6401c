/** A candidate of the other side, in the form of `RTCIceCandidateInit`. */
export interface RemoteCandidate {
  candidate: string;
  sdpMLineIndex: number;
}

/**
 * Separates WhatsApp's SDP, which has one media section, from its candidates. The browser sends no checks until it has the
 * candidates.
 */
export function splitCandidates(full: string): { sdp: string; candidates: RemoteCandidate[] } {
  const found = full.matchAll(/^a=(candidate:.*)/gm);
  return {
    sdp: full.replace(/^a=(candidate:.*|end-of-candidates.*)\r\n/gm, ""),
    candidates: Array.from(found, ([, candidate = ""]) => ({ candidate, sdpMLineIndex: 0 })),
  };
}

import { joinSdp, splitSdp } from "./tidySdp.ts";

/** A candidate of the other side, in the form of `RTCIceCandidateInit`. */
export interface RemoteCandidate {
  candidate: string;
  sdpMLineIndex: number;
}

/** Separates an SDP from its candidates. The browser sends no checks until it has the candidates. */
export function splitCandidates(full: string): { sdp: string; candidates: RemoteCandidate[] } {
  const { session, media } = splitSdp(full);
  const candidates = media.flatMap((lines, sdpMLineIndex) =>
    lines
      .filter((line) => line.startsWith("a=candidate:"))
      .map((line) => ({ candidate: line.slice("a=".length), sdpMLineIndex })),
  );
  const kept = media.map((lines) =>
    lines.filter((line) => !/^a=(candidate:|end-of-candidates)/.test(line)),
  );
  return { sdp: joinSdp(session, kept), candidates };
}

import { payloadTypesOf, splitSdp } from "./sdpLines.ts";

export interface SdpFacts {
  audioStreams: number;
  hasOpus: boolean;
  /** RFC 4733 at 8 kHz, the only clock rate that WhatsApp takes. */
  hasDtmf: boolean;
  /** How many SSRCs are announced. */
  sources: number;
  /** `host`, `srflx`, `prflx`, `relay`: each kind once. */
  candidateTypes: string[];
}

/** What an SDP says, for `diagnose` and for tests. */
export function readSdp(sdp: string): SdpFacts {
  const { media } = splitSdp(sdp);
  const audio = media.filter(([first]) => first?.startsWith("m=audio "));
  const lines = audio.flat();
  const matches = (pattern: RegExp) => [
    ...new Set(lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])),
  ];
  return {
    audioStreams: audio.length,
    hasOpus: audio.some((section) => payloadTypesOf(section, ["opus/48000/2"]).length > 0),
    hasDtmf: audio.some((section) => payloadTypesOf(section, ["telephone-event/8000"]).length > 0),
    sources: matches(/^a=ssrc:(\d+) /).length,
    candidateTypes: matches(/^a=candidate:.* typ (\w+)/),
  };
}
